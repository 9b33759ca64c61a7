import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { writeError } from '@alphaedit/files';
import { OutputError } from '@alphaedit/spec';

/** A lock is held while one small file is read and written; whoever waits longer than this waits for nobody. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 20;
/** A lock without a name in it is one whose owner was killed while making it, once it is this old. */
const UNNAMED_MS = 5_000;

interface Holder {
  readonly host: string;
  readonly pid: number;
}

/**
 * Runs `work` while no other process runs any for the same `path`: `path.lock` is there as long, and names host
 * and process. The lock of a process of this host that has ended is taken over.
 *
 * @throws {OutputError} `output-locked` when another process holds it for half a minute, and as `writeError`
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  { patience = PATIENCE_MS }: { readonly patience?: number } = {},
): Promise<T> {
  const lock = `${path}.lock`;
  const started = performance.now();
  while (!(await taken(lock))) {
    if (await isAbandoned(lock)) await takeAway(lock);
    else if (performance.now() - started < patience) await delay(RETRY_MS);
    else throw locked(path, lock, await holderOf(lock));
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function taken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, JSON.stringify({ host: hostname(), pid: process.pid }), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeError(lock, error);
  }
}

async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    const { host, pid } = JSON.parse(await readFile(lock, 'utf8')) as Partial<Holder>;
    return typeof host === 'string' && Number.isInteger(pid) ? { host, pid: pid! } : undefined;
  } catch {
    return undefined;
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const holder = await holderOf(lock);
  if (holder) return holder.host === hostname() && !isRunning(holder.pid);
  const made = await stat(lock).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > UNNAMED_MS;
}

/** By renaming, which only one of several processes can do: the lock of the first is not taken for the old one. */
async function takeAway(lock: string): Promise<void> {
  const aside = `${lock}.${process.pid}-0.tmp`;
  try {
    await rename(lock, aside);
  } catch {
    return; // Another process was quicker.
  }
  if (await isAbandoned(aside)) await rm(aside, { force: true });
  else await rename(aside, lock);
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks whether the process is there.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function locked(path: string, lock: string, holder: Holder | undefined): OutputError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new OutputError({
    code: 'output-locked',
    message: `${path} is being written by ${who}.`,
    hint: `Wait until it has ended; if there is no such process, delete ${lock}.`,
    data: { path, lock, holder },
  });
}
