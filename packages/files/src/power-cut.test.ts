// A power cut at every change of the disk: a file or folder that was told to be written is there and whole; until then
// there is what there was.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atEveryPowerCut } from '@alphaedit/power-cut';
import { expect, it, vi } from 'vitest';
import { download } from './download/download.js';
import { makeFolder } from './make-folder.js';
import { writeFileAtomically } from './write-file-atomically.js';
import { type FolderContents, writeFolder } from './write-folder.js';

vi.mock('node:fs/promises', async (original) => (await import('@alphaedit/power-cut')).fragileDisk(original));

/** What a file holds; nothing where there is none. */
const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** That something has been done. */
interface Told {
  done: boolean;
}
const nothing = (): Told => ({ done: false });

it.each([
  ['no file', undefined],
  ['an older file', 'old'],
])('a file written over %s is the old one or the new one', async (_, old) => {
  const cuts = await atEveryPowerCut<Told>({
    async before(folder) {
      mkdirSync(folder);
      if (old !== undefined) writeFileSync(join(folder, 'file'), old);
    },
    told: nothing,
    async work(folder, told) {
      await writeFileAtomically(join(folder, 'file'), [Buffer.from('ne'), Buffer.from('w')]);
      told.done = true;
    },
    async holds(folder, { done }, when) {
      const found = textOf(join(folder, 'file'));
      expect(done ? ['new'] : [old, 'new'], when).toContain(found);
    },
  });
  expect(cuts).toBe(6);
});

const contents: FolderContents = { 'a.txt': 'one', 'b.txt': 'two' };

it.each<[string, FolderContents]>([
  ['by name', contents],
  [
    'by a function that flushes nothing',
    async (folder) => {
      const { copyFile, mkdir, writeFile } = await import('node:fs/promises');
      await writeFile(join(folder, 'a.txt'), 'one');
      await mkdir(join(folder, 'below'));
      await writeFile(join(folder, 'below', 'c.txt'), 'three');
      await copyFile(join(folder, 'below', 'c.txt'), join(folder, 'b.txt'));
      await writeFile(join(folder, 'b.txt'), 'two');
    },
  ],
])('a folder given %s is there as a whole or not at all', async (_, given) => {
  const out = (folder: string) => join(folder, 'new', 'out');
  await atEveryPowerCut<Told>({
    told: nothing,
    async work(folder, told) {
      await makeFolder(join(folder, 'new'));
      if (existsSync(join(out(folder), 'a.txt'))) return;
      await writeFolder(out(folder), given);
      told.done = true;
    },
    async holds(folder, { done }, when) {
      if (!done && !existsSync(out(folder))) return;
      const found = ['a.txt', 'b.txt', 'below/c.txt'].map((name) => textOf(join(out(folder), name)));
      expect(found, when).toEqual(['one', 'two', typeof given === 'function' ? 'three' : undefined]);
    },
  });
});

it.each([
  ['that never changes', { immutable: true }],
  ['that may change', {}],
])('a download of a file %s is there as a whole or not at all', async (_, options) => {
  const whole = 'all that the server has';
  let asked = 0;
  const get = async (headers: Readonly<Record<string, string>>) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    // Every other connection ends in between.
    const to = asked++ % 2 === 0 ? from + 9 : whole.length;
    const range = { 'content-range': `bytes ${from}-${whole.length - 1}/${whole.length}` };
    return new Response(whole.slice(from, to), {
      status: from > 0 ? 206 : 200,
      headers: { etag: '"v1"', ...(from > 0 && range), 'content-length': String(whole.length - from) },
    });
  };
  await atEveryPowerCut<Told>({
    told: nothing,
    async work(folder, told) {
      await makeFolder(folder);
      const path = join(folder, 'file');
      const { length: size } = whole;
      await download({ path, get, size, giveUp: (cause) => cause, retryDelay: 0, ...options });
      told.done = true;
    },
    async holds(folder, { done }, when) {
      expect(done ? [whole] : [undefined, whole], when).toContain(textOf(join(folder, 'file')));
    },
  });
});
