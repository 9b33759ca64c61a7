import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newEditor } from '../src/new-editor.js';
import { copyOfWorkspace, type WorkspaceCopy } from './copy-of-workspace.js';

let copy: WorkspaceCopy;
let before: Record<string, string>;
beforeAll(() => {
  copy = copyOfWorkspace();
  before = copy.files();
});
afterAll(() => copy.dispose());

describe('newEditor', () => {
  it.each([
    ['rome', 'new-editor/name-taken'],
    ['memit-seq', 'new-editor/name-taken'],
    ['nullspace', 'new-editor/name-taken'],
    ['memit-sequential', 'new-editor/name-taken'],
    ['editors', 'new-editor/name-taken'],
    ['scale', 'new-editor/name-taken'],
    ['plain-ridge', 'new-editor/name-taken'],
    ['conformance', 'new-editor/name-taken'],
    ['contributing-an-editor', 'new-editor/name-taken'],
    ['PlainRidge', 'new-editor/name-not-kebab-case'],
    ['../escape', 'new-editor/name-not-kebab-case'],
    ['switch', 'new-editor/name-reserved'],
  ])('refuses "%s" with %s and writes nothing', (name, code) => {
    expect(() => newEditor(copy.root, name)).toThrowError(expect.objectContaining({ code, kind: 'input' }));
    expect(copy.files()).toEqual(before);
  });

  it('says what it would write and writes nothing, when that is asked for', () => {
    expect(newEditor(copy.root, 'dry', true)).toEqual({
      id: 'dry',
      identifier: 'dry',
      added: [
        'packages/editors/src/methods/dry.ts',
        'packages/editors/test/dry.test.ts',
        'packages/editors/docs/dry.md',
        '.changeset/editor-dry.md',
      ],
      changed: [
        'packages/editors/README.md',
        'packages/editors/src/index.ts',
        'packages/editors/src/editors.ts',
      ],
    });
    expect(copy.files()).toEqual(before);
  });

  it.each([
    ['src/editors.ts', 'export const editors = new Map();\n'],
    ['README.md', '# Editors\n'],
  ])('refuses a tree whose %s it does not know', (file, text) => {
    const own = copyOfWorkspace();
    try {
      writeFileSync(join(own.root, 'packages/editors', file), text);
      const files = own.files();
      expect(() => newEditor(own.root, 'lost')).toThrowError(
        expect.objectContaining({ code: 'new-editor/source-not-understood' }),
      );
      expect(own.files()).toEqual(files);
    } finally {
      own.dispose();
    }
  });
});
