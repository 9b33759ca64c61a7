import { spawnSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../../test/temporary-folder.js';
import { withLock } from './with-lock.js';

/** The id of a process that has ended. */
const ended = () => spawnSync(process.execPath, ['--eval', '']).pid;

describe('withLock', () => {
  it('lets one in at a time and leaves nothing, also after an error', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(path, '0');
      const increment = () =>
        withLock(path, async () => {
          const value = Number(await readFile(path, 'utf8'));
          await delay(2);
          await writeFile(path, String(value + 1));
        });
      await Promise.all(Array.from({ length: 8 }, increment));
      expect(await readFile(path, 'utf8')).toBe('8');
      await expect(withLock(path, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
      expect(await readdir(folder)).toEqual(['file']);
    }));

  it.each([
    ['of a process that has ended', () => JSON.stringify({ host: hostname(), pid: ended() })],
    ['without a name, made long ago', () => ''],
  ])('takes over a lock %s', (_, content) =>
    withFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(`${path}.lock`, content());
      await utimes(`${path}.lock`, 1, 1);
      const results = await Promise.all([withLock(path, async () => 1), withLock(path, async () => 2)]);
      expect(results).toEqual([1, 2]);
      expect(await readdir(folder)).toEqual([]);
    }),
  );

  it.each([
    ['a process that runs', { host: hostname(), pid: process.pid }],
    ['a process of another host', { host: 'elsewhere', pid: 1 }],
  ])('waits for %s, and then says who it is', (_, holder) =>
    withFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(`${path}.lock`, JSON.stringify(holder));
      await utimes(`${path}.lock`, 1, 1);
      const work = withLock(path, async () => 'done', { patience: 50 });
      await expect(work).rejects.toMatchObject({
        code: 'output-locked',
        message: expect.stringContaining(`process ${holder.pid} on ${holder.host}`),
        data: { lock: `${path}.lock`, holder },
      });
      expect(await readFile(`${path}.lock`, 'utf8')).toBe(JSON.stringify(holder));
    }),
  );

  it('says that it cannot be made', () =>
    withFolder(async (folder) => {
      const work = withLock(join(folder, 'no', 'file'), async () => 'done');
      await expect(work).rejects.toMatchObject({ code: 'output-unwritable' });
    }));
});
