import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomically } from './write-file-atomically.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-write-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeFileAtomically', () => {
  it.each([
    ['text', 'é!'],
    ['bytes', Uint8Array.of(0xc3, 0xa9, 0x21)],
    ['chunks', [Uint8Array.of(0xc3), Uint8Array.of(), Uint8Array.of(0xa9, 0x21)]],
  ])('writes %s in the place of what was there, and says how many bytes', async (_, chunks) => {
    const path = join(folder, 'a.txt');
    await writeFile(path, 'something longer');
    expect(await writeFileAtomically(path, chunks)).toBe(3);
    expect(await readFile(path, 'utf8')).toBe('é!');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('says that the folder cannot be written, or the disk is full', async () => {
    await expect(writeFileAtomically(join(folder, 'no', 'such'), 'x')).rejects.toMatchObject({
      code: 'output-unwritable',
    });
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    async function* chunks() {
      yield new Uint8Array(3);
      throw full;
    }
    await expect(writeFileAtomically(join(folder, 'full'), chunks())).rejects.toMatchObject({
      code: 'disk-full',
      kind: 'work',
      cause: full,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves what was there when it is interrupted or its source fails', async () => {
    const path = join(folder, 'a.txt');
    await writeFile(path, 'before');
    const stop = new AbortController();
    async function* chunks() {
      yield new Uint8Array(3);
      stop.abort();
      yield new Uint8Array(3);
    }
    const { signal } = stop;
    await expect(writeFileAtomically(path, chunks(), { signal })).rejects.toMatchObject({ code: 'aborted' });
    async function* failing() {
      yield new Uint8Array(3);
      throw new Error('no data');
    }
    await expect(writeFileAtomically(path, failing())).rejects.toMatchObject({ code: 'output-failed' });
    expect(await readFile(path, 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });
});
