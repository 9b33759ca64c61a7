import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { download } from './download.js';

const { did } = vi.hoisted(() => ({ did: [] as string[] }));

/** The real file system, which notes what is flushed and renamed. */
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  return {
    ...real,
    async open(...args: Parameters<typeof real.open>) {
      const handle = await real.open(...args);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        await sync();
        did.push(`sync ${basename(String(args[0]))}`);
      };
      return handle;
    },
    async rename(from: string, to: string) {
      await real.rename(from, to);
      did.push(`rename ${basename(from)} ${basename(to)}`);
    },
  };
});

let folder: string;
afterEach(() => rm(folder, { recursive: true }));

it('flushes the bytes before it notes them and before the file takes its name, and the name after', async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-lasts-'));
  const path = join(folder, 'file');
  await download({
    path,
    get: async () => new Response('bytes', { headers: { etag: '"v1"' } }),
    giveUp: (cause) => cause,
  });
  expect(await readFile(path, 'utf8')).toBe('bytes');
  const steps = did.filter((what) => !what.includes('.lock.'));
  const flushed = steps.indexOf('sync file.part');
  expect(steps[flushed + 1]).toMatch(/^sync file\.part\.json\..+\.tmp$/);
  expect(steps[flushed + 2]).toMatch(/^rename file\.part\.json\..+\.tmp file\.part\.json$/);
  expect(steps.slice(-2)).toEqual(['rename file.part file', `sync ${basename(folder)}`]);
});
