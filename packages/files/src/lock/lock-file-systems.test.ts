// File systems that cannot do all that a local disk can: a lock works there, or says that it cannot.
import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeFileAtomically } from '../write-file-atomically.js';
import { acquireLock } from './lock.js';
import { thisProcess } from './process-identity.js';

const able = vi.hoisted(() => ({
  fails: undefined as { operation: string; code: string } | undefined,
  /** Whether a link is made although it is said to fail: the answer was lost, and the link asked for again. */
  linkIsMade: false,
}));

const { fail } = vi.hoisted(() => ({
  fail: (operation: string) => {
    const { code } = able.fails!;
    throw Object.assign(new Error(`${code}: ${operation}`), { code, syscall: operation });
  },
}));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<Record<string, (...args: unknown[]) => Promise<unknown>>>();
  const limited = (name: string) => {
    return async (...args: unknown[]) => {
      if (able.linkIsMade && name === 'link') await real.link!(...args);
      if (able.fails?.operation === name) {
        await new Promise(setImmediate);
        fail(name);
      }
      const result = await real[name]!(...args);
      if (name === 'open' && able.fails?.operation === 'fsync') {
        (result as FileHandle).sync = async () => fail('fsync');
      }
      return result;
    };
  };
  const names = ['open', 'link', 'unlink', 'rename', 'statfs', 'readdir', 'readFile'];
  return { ...real, ...Object.fromEntries(names.map((name) => [name, limited(name)])) };
});

vi.mock('node:net', async (original) => {
  const real = await original<typeof import('node:net')>();
  const createServer = (...args: Parameters<typeof real.createServer>) => {
    const server = real.createServer(...args);
    if (able.fails?.operation !== 'bind') return server;
    // As exFAT does: a plain file in the place of the socket.
    server.listen = (({ path }: { path: string }) => {
      writeFile(path, '').then(() => server.emit('error', Object.assign(new Error('bind'), able.fails)));
      return server;
    }) as typeof server.listen;
    return server;
  };
  return { ...real, createServer };
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alphaedit-lock-'));
  path = join(folder, 'writer');
});
afterEach(() => {
  able.fails = undefined;
  able.linkIsMade = false;
  rmSync(folder, { recursive: true });
});

const CODES = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES'];
const each = (operations: readonly string[]) =>
  operations.flatMap((operation) => CODES.map((code) => ({ operation, code })));

describe('a lock where the file system refuses', () => {
  it.each(each(['link', 'bind', 'statfs']))('$operation ($code) works', async (fails) => {
    able.fails = fails;
    const lock = await acquireLock(path, { purpose: 'an edit' });
    await expect(acquireLock(path)).rejects.toMatchObject({
      code: 'output-locked',
      message: expect.stringContaining(`an edit (process ${process.pid}`),
    });
    await lock.check();
    await lock.release();
    able.fails = undefined;
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(each(['open', 'fsync']))('$operation ($code) says that it cannot', async (fails) => {
    able.fails = fails;
    const refused = { code: 'output-unwritable', data: { system: fails.code } };
    await expect(acquireLock(path)).rejects.toMatchObject(refused);
    await expect(writeFileAtomically(join(folder, 'file'), 'x')).rejects.toMatchObject(refused);
    able.fails = undefined;
    expect(await readdir(folder)).toEqual([]);
  });

  it('fsync names the operation, and what to do', async () => {
    able.fails = { operation: 'fsync', code: 'ENOTSUP' };
    await expect(acquireLock(path)).rejects.toMatchObject({
      message: expect.stringContaining('does not support fsync (ENOTSUP)'),
      hint: expect.stringContaining('another file system'),
    });
  });

  it('nothing, but loses the answer to a link that it made', async () => {
    Object.assign(able, { fails: { operation: 'link', code: 'EEXIST' }, linkIsMade: true });
    const lock = await acquireLock(path);
    await lock.check();
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux')('the lock of another container on this machine', () => {
  const holder = {
    ...thisProcess(),
    namespace: 'another',
    token: '0123456789abcdef',
    since: '',
    purpose: 'an edit',
  };

  /** The socket of a holder, as one that has died leaves it, or one seen through another mount. */
  async function leaveDeadSocket(): Promise<void> {
    const socket = join(folder, `.${holder.token}.sock`);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(`${socket}.live`, resolve));
    const { rename } = await import('node:fs/promises');
    await rename(`${socket}.live`, socket);
    await new Promise((resolve) => server.close(resolve));
  }

  it('is taken over where its socket is dead, on the file system it says', async () => {
    await leaveDeadSocket();
    const { stat } = await import('node:fs/promises');
    const { dev: device } = await stat(folder);
    await writeFile(`${path}.lock`, JSON.stringify({ ...holder, device }));
    await (await acquireLock(path)).release();
  });

  it.each([
    ['another mount of a share', { device: -1 }],
    ['a file system without sockets', {}],
  ])('stands on %s', async (_, where) => {
    await leaveDeadSocket();
    await writeFile(`${path}.lock`, JSON.stringify({ ...holder, ...where }));
    await expect(acquireLock(path)).rejects.toMatchObject({ code: 'output-locked' });
  });
});
