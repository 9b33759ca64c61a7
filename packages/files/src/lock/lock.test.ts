import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock, withLock } from './lock.js';
import { mayRun, thisProcess } from './process-identity.js';

const linux = process.platform === 'linux';
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alphaedit-lock-'));
  path = join(folder, 'writer');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const visible = async () => (await readdir(folder)).sort();

/** A process that takes the lock, says so, and waits to be killed. */
async function holder(command: readonly string[] = []): Promise<ChildProcess> {
  const module = fileURLToPath(new URL('lock.ts', import.meta.url));
  const program = `
    const { acquireLock } = await import(${JSON.stringify(module)});
    await acquireLock(${JSON.stringify(path)}, { purpose: 'an edit' });
    console.log('held');
    setInterval(() => {}, 1000);`;
  const node = [process.execPath, '--import', 'tsx', '--conditions=alphaedit-source', '--input-type=module'];
  const [name, ...args] = [...command, ...node, '--eval', program];
  const child = spawn(name!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

describe('withLock', () => {
  it('lets one in at a time and leaves nothing, also after an error', async () => {
    await writeFile(join(folder, 'count'), '0');
    const increment = () =>
      withLock(
        path,
        async () => {
          const value = Number(await readFile(join(folder, 'count'), 'utf8'));
          await new Promise((resolve) => setTimeout(resolve, 2));
          await writeFile(join(folder, 'count'), String(value + 1));
        },
        { patience: 60_000 },
      );
    await Promise.all(Array.from({ length: 8 }, increment));
    expect(await readFile(join(folder, 'count'), 'utf8')).toBe('8');
    await expect(withLock(path, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await visible()).toEqual(['count']);
  });

  it('names the holder, and what for', async () => {
    const lock = await acquireLock(path, { purpose: 'an edit' });
    await expect(acquireLock(path)).rejects.toMatchObject({
      code: 'output-locked',
      message: expect.stringMatching(new RegExp(`an edit \\(process ${process.pid} on .+, since 20`)),
      hint: expect.stringContaining(`${path}.lock`),
    });
    await lock.release();
    await (await acquireLock(path)).release();
    expect(await visible()).toEqual([]);
  });

  it('notices that its lock was taken away', async () => {
    const lock = await acquireLock(path);
    await lock.check();
    rmSync(`${path}.lock`);
    await expect(lock.check()).rejects.toMatchObject({ code: 'lock-lost' });
    const other = await acquireLock(path);
    await expect(lock.check()).rejects.toMatchObject({ code: 'lock-lost' });
    await lock.release();
    await other.check();
    await other.release();
  });

  it('says that it cannot be made', async () => {
    const lock = acquireLock(join(folder, 'no', 'writer'));
    await expect(lock).rejects.toMatchObject({ code: 'output-unwritable' });
  });

  it('works where paths are longer than a socket address', async () => {
    const deep = join(folder, 'a'.repeat(200));
    await withLock(join(folder, 'w'.repeat(120)), async () => undefined);
    await expect(withLock(join(deep, 'writer'), async () => 1)).rejects.toMatchObject({
      code: 'output-unwritable',
    });
    expect(await visible()).toEqual([]);
  });
});

describe('the lock of another process', () => {
  it('stands while it is stopped, and is taken over by one once it is killed', async () => {
    const child = await holder();
    child.kill('SIGSTOP');
    await expect(acquireLock(path, { patience: 100 })).rejects.toMatchObject({
      code: 'output-locked',
      message: expect.stringContaining(`an edit (process ${child.pid}`),
    });
    await end(child);
    const first = await acquireLock(path);
    await expect(acquireLock(path)).rejects.toMatchObject({ code: 'output-locked' });
    await first.release();
    expect(await visible()).toEqual([]);
  });

  it.skipIf(!linux)('is taken over where its process id was given again', async () => {
    const child = await holder();
    await end(child);
    const text = JSON.parse(readFileSync(`${path}.lock`, 'utf8'));
    await writeFile(`${path}.lock`, JSON.stringify({ ...text, pid: process.pid }));
    await (await acquireLock(path)).release();
  });

  it.skipIf(!linux)('is taken over after the machine has been started anew', async () => {
    await end(await holder());
    const text = JSON.parse(readFileSync(`${path}.lock`, 'utf8'));
    await writeFile(`${path}.lock`, JSON.stringify({ ...text, pid: process.pid, boot: 'an earlier one' }));
    await (await acquireLock(path)).release();
  });

  it('stands where its holder is on another host, or cannot be told', async () => {
    const elsewhere = {
      ...thisProcess(),
      host: 'elsewhere',
      boot: null,
      token: 'x',
      since: 'y',
      purpose: 'z',
    };
    for (const text of [JSON.stringify(elsewhere), '', '{"pid":1}']) {
      await writeFile(`${path}.lock`, text);
      await expect(acquireLock(path, { patience: 50 })).rejects.toMatchObject({ code: 'output-locked' });
      expect(readFileSync(`${path}.lock`, 'utf8')).toBe(text);
    }
  });

  const unshare = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const containers = linux && spawnSync(unshare[0]!, [...unshare.slice(1), 'true']).status === 0;
  it.skipIf(!containers)('is seen across containers, by its socket', async () => {
    const child = await holder(unshare);
    const { pid, namespace } = JSON.parse(readFileSync(`${path}.lock`, 'utf8'));
    expect(pid).not.toBe(child.pid);
    expect(namespace).not.toBe(thisProcess().namespace);
    await expect(acquireLock(path, { patience: 50 })).rejects.toMatchObject({ code: 'output-locked' });
    await end(child);
    await (await acquireLock(path, { patience: 5_000 })).release();
    expect(await visible()).toEqual([]);
  });
});

describe('what killed processes leave', () => {
  it('is removed by the next one: their sockets too', async () => {
    await end(await holder());
    rmSync(`${path}.lock`);
    expect((await visible()).length).toBe(linux ? 1 : 0);
    await (await acquireLock(path)).release();
    expect(await visible()).toEqual([]);
  });
});

describe('mayRun', () => {
  const here = thisProcess();
  it.each([
    ['this process', {}, true, 'yes'],
    ['another host', { host: 'elsewhere' }, true, 'unknown'],
    ['another host, by kernel, on a network file system', { host: 'elsewhere', boot: 'b' }, false, 'unknown'],
  ] as const)('of %s', (_, change, local, expected) => {
    expect(mayRun({ ...here, ...change }, { local })).toBe(expected);
  });
});
