import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newEditor } from '../src/new-editor.js';
import { EQUATION } from '../src/render/page.js';
import { copyOfWorkspace, type WorkspaceCopy } from './copy-of-workspace.js';

let copy: WorkspaceCopy;
let before: Record<string, string>;
beforeAll(() => {
  copy = copyOfWorkspace();
  before = copy.files();
});
afterAll(() => copy.dispose());

const make = (name: string, dryRun = false) => newEditor({ root: copy.root, name, dryRun });

describe('newEditor', () => {
  it.each([
    ['rome', 'editor-name-taken', 'there is an editor rome'],
    ['memit-seq', 'editor-name-taken', 'there is an editor memit-seq'],
    ['nullspace', 'editor-name-taken', 'memit+nullspace'],
    ['memit-sequential', 'editor-name-taken', 'exports memitSequential'],
    ['editors', 'editor-name-taken', 'exports editors'],
    ['unknown', 'editor-name-taken', 'registry.ts has a unknown'],
    ['scale', 'editor-name-taken', 'the example of the guide has a scale'],
    ['plain-ridge', 'editor-name-taken', 'the example of the guide has a plainRidge'],
    ['contributing-an-editor', 'editor-name-taken', 'packages/editors/docs/contributing-an-editor.md exists'],
    ['conformance', 'editor-name-taken', 'packages/editors/test/conformance.test.ts exists'],
    ['PlainRidge', 'editor-name-not-kebab-case', '"PlainRidge"'],
    ['../escape', 'editor-name-not-kebab-case', '"../escape"'],
    ['switch', 'editor-name-reserved', 'a reserved word'],
  ])('refuses "%s" with %s and writes nothing', (name, code, words) => {
    expect(() => make(name)).toThrowError(
      expect.objectContaining({ code, kind: 'input', message: expect.stringContaining(words) }),
    );
    expect(copy.files()).toEqual(before);
  });

  it('says what it would write and writes nothing, when that is asked for', () => {
    expect(make('dry', true)).toEqual({
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
        'packages/editors/src/registry.ts',
      ],
    });
    expect(copy.files()).toEqual(before);
  });

  it('writes nothing when a folder is missing', () => {
    const own = copyOfWorkspace();
    try {
      rmSync(join(own.root, '.changeset'), { recursive: true });
      const files = own.files();
      expect(() => newEditor({ root: own.root, name: 'homeless' })).toThrowError(
        expect.objectContaining({ code: 'editor-not-written', kind: 'work' }),
      );
      expect(own.files()).toEqual(files);
    } finally {
      own.dispose();
    }
  });

  it.each([
    ['src/registry.ts', 'export const editors = new Map();\n', 'source-not-understood'],
    ['src/index.ts', "export { memit } from './memit.js';\n", 'source-not-understood'],
    ['README.md', '# Editors\n', 'source-not-understood'],
    ['src/registry.ts', undefined, 'not-the-repository'],
  ])('refuses a tree whose %s it does not know', (file, text, code) => {
    const own = copyOfWorkspace();
    try {
      const path = join(own.root, 'packages/editors', file);
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
      const files = own.files();
      expect(() => newEditor({ root: own.root, name: 'lost' })).toThrowError(
        expect.objectContaining({ code }),
      );
      expect(own.files()).toEqual(files);
    } finally {
      own.dispose();
    }
  });

  it('shows the equation of the example', () => {
    expect(before['packages/editors/test/example/plain-ridge.ts']).toContain(EQUATION);
  });
});
