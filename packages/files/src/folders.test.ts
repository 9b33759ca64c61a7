import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';
import { writableFolder } from './writable-folder.js';
import { writeFolder } from './write-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-folders-'));
  await writeFile(join(folder, 'mine.txt'), 'mine');
});
afterEach(() => rm(folder, { recursive: true }));

describe('writableFolder and makeFolder', () => {
  it('take a folder that is there, and one that can be made; only the second makes it', async () => {
    for (const path of [folder, join(folder, 'a', 'b')]) await writableFolder(path);
    expect(existsSync(join(folder, 'a'))).toBe(false);
    for (const path of [folder, join(folder, 'a', 'b')]) await makeFolder(path);
    expect(existsSync(join(folder, 'a', 'b'))).toBe(true);
  });

  it.each([['mine.txt'], ['mine.txt/below'], ['mine.txt/far/below']])('refuse %s', async (path) => {
    for (const check of [writableFolder, makeFolder]) {
      await expect(check(join(folder, path))).rejects.toMatchObject({
        code: 'output-unwritable',
        data: { path: join(folder, path) },
      });
    }
  });
});

describe('writeFolder', () => {
  it('writes a folder whole, from texts and bytes or by a function', async () => {
    const out = join(folder, 'out');
    await writeFolder(out, { 'a.txt': 'a', 'b.bin': Uint8Array.of(1, 2) });
    expect((await readdir(out)).sort()).toEqual(['a.txt', 'b.bin']);
    const made = join(folder, 'made', 'deeper');
    await writeFolder(made, (temporary) => writeFile(join(temporary, 'c.txt'), 'c'));
    expect(await readFile(join(made, 'c.txt'), 'utf8')).toBe('c');
  });

  it('takes an empty folder, and leaves one with files as it is', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    await writeFolder(empty, { 'a.txt': 'a' });
    await expect(writeFolder(empty, { 'b.txt': 'b' })).rejects.toMatchObject({ code: 'output-not-empty' });
    await expect(writeFolder(join(folder, 'mine.txt'), {})).rejects.toMatchObject({
      code: 'output-not-empty',
    });
    expect(await readdir(empty)).toEqual(['a.txt']);
  });

  it('leaves nothing when the work stops half way', async () => {
    const half = async (temporary: string) => {
      await writeFile(join(temporary, 'a.txt'), 'a');
      throw new Error('stopped');
    };
    await expect(writeFolder(join(folder, 'out'), half)).rejects.toMatchObject({ code: 'output-failed' });
    expect(await readdir(folder)).toEqual(['mine.txt']);
  });

  it('is refused by the folder that another one wrote in the meantime', async () => {
    const out = join(folder, 'out');
    const slow = writeFolder(out, async (temporary) => {
      await writeFile(join(temporary, 'a.txt'), 'slow');
      await writeFolder(out, { 'a.txt': 'quick' });
    });
    await expect(slow).rejects.toMatchObject({
      code: 'output-not-empty',
      data: { path: out, file: 'a.txt' },
    });
    expect(await readFile(join(out, 'a.txt'), 'utf8')).toBe('quick');
    expect((await readdir(folder)).sort()).toEqual(['mine.txt', 'out']);
  });
});
