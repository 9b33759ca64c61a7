import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FileChange, writeTogether } from './write-together.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'alphaedit-write-'));
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'src/index.ts'), 'old index');
  writeFileSync(join(root, 'src/registry.ts'), 'old registry');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const added: FileChange = { path: 'src/mine.ts', text: 'mine' };
const index: FileChange = { path: 'src/index.ts', text: 'new index', before: 'old index' };
const registry: FileChange = { path: 'src/registry.ts', text: 'new registry', before: 'old registry' };

/** Every file and folder with what is in it. */
const tree = () =>
  Object.fromEntries(
    readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(root.length + 1), entry.isFile() ? readFileSync(path, 'utf8') : null];
    }),
  );

const refused = expect.objectContaining({
  code: 'editor-not-written',
  kind: 'work',
  hint: expect.stringContaining('Nothing was changed'),
  data: { left: [] },
});

describe('writeTogether', () => {
  it('writes all files and leaves nothing beside them', () => {
    writeTogether(root, [added, index, registry]);
    expect(tree()).toEqual({
      src: null,
      'src/mine.ts': 'mine',
      'src/index.ts': 'new index',
      'src/registry.ts': 'new registry',
    });
  });

  it.each<[string, () => readonly FileChange[]]>([
    ['a folder is missing', () => [added, { path: 'docs/mine.md', text: 'page' }, index, registry]],
    [
      'the last file was changed by somebody else',
      () => {
        writeFileSync(join(root, 'src/registry.ts'), 'their registry');
        return [added, index, registry];
      },
    ],
    [
      'the last file is gone',
      () => {
        rmSync(join(root, 'src/registry.ts'));
        return [added, index, registry];
      },
    ],
    [
      'a new file is there already',
      () => {
        writeFileSync(join(root, 'src/mine.ts'), 'theirs');
        return [index, registry, added];
      },
    ],
    [
      'a folder stands where a file should',
      () => {
        mkdirSync(join(root, 'src/mine.ts'));
        return [index, registry, added];
      },
    ],
  ])('puts everything back when %s', (_, arrange) => {
    const changes = arrange();
    const before = tree();
    expect(() => writeTogether(root, changes)).toThrowError(refused);
    expect(tree()).toEqual(before);
  });
});
