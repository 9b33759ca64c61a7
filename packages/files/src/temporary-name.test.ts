import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeStaleTemporaries, temporaryName } from './temporary-name.js';
import { writeFileAtomically } from './write-file-atomically.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-temporaries-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A name as this process gives it, with some of its parts changed. */
function nameOf(change: { place?: string; pid?: number; began?: string }): string {
  const [, place, pid, began, count] = /\.(\w+)-(\w+)-(\w+)-(\d+)\.tmp$/.exec(temporaryName('a'))!;
  return `a.${change.place ?? place}-${change.pid ?? pid}-${change.began ?? began}-${count}.tmp`;
}
const dead = () => spawnSync(process.execPath, ['-e', '']).pid;
const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);

describe('removeStaleTemporaries', () => {
  it('removes what processes that have ended left, files and folders, and nothing else', async () => {
    const [file, own, directory] = [nameOf({ pid: dead() }), nameOf({}), nameOf({ pid: dead() })];
    for (const name of [file, own, 'notes.tmp', 'a']) await writeFile(join(folder, name), '');
    await mkdir(join(folder, directory));
    await writeFile(join(folder, directory, 'inside'), '');
    await removeStaleTemporaries(folder);
    expect((await readdir(folder)).sort()).toEqual([own, 'notes.tmp', 'a'].sort());
  });

  it.skipIf(process.platform !== 'linux')('tells a process from a later one with its id', async () => {
    await writeFile(join(folder, nameOf({ began: '1' })), '');
    await removeStaleTemporaries(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves what another container or host has touched within a day', async () => {
    const [fresh, old] = [nameOf({ place: '00000000' }), nameOf({ place: '00000000' })];
    for (const name of [fresh, old]) await writeFile(join(folder, name), '');
    await utimes(join(folder, old), longAgo, longAgo);
    await removeStaleTemporaries(folder);
    expect(await readdir(folder)).toEqual([fresh]);
  });

  it('is done by the first file that is written to a folder', async () => {
    await writeFile(join(folder, nameOf({ pid: dead() })), '');
    await writeFileAtomically(join(folder, 'b'), '');
    expect(await readdir(folder)).toEqual(['b']);
  });
});

it('gives no name twice', () => {
  expect(basename(temporaryName('/x/a'))).toMatch(/^a\./);
  expect(temporaryName('a')).not.toBe(temporaryName('a'));
});
