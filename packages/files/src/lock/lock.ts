import { randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OutputError } from '@alphaedit/spec';
import { removeFile } from '../remove-file.js';
import { writeError } from '../write-error.js';
import { isDeadSocket, listenForLiveness } from './liveness-socket.js';
import { isOnLocalFileSystem } from './local-file-system.js';
import { mayRun, type ProcessIdentity, sameKernel, thisProcess } from './process-identity.js';

const RETRY_MS = 20;

/** What a lock file says: who holds it. */
export interface LockHolder extends ProcessIdentity {
  /** This one holding of the lock, told from every other. */
  readonly token: string;
  /** Since when, as an ISO 8601 date. */
  readonly since: string;
  /** What for, in words. */
  readonly purpose: string;
  /**
   * The mounted file system its sign of life is on, in the kernel's count. A socket answers through that mount alone: through
   * another one of the same files, as containers have of a network share, it seems dead while its process lives.
   */
  readonly device?: number;
}

/** How a lock is asked for. */
export interface LockOptions {
  /** What for, as others are told: "an edit", "undo". */
  readonly purpose?: string;
  /** How long to wait for another holder, in milliseconds; 0 by default. */
  readonly patience?: number;
}

/** A lock that is held. */
export interface Lock {
  /**
   * Makes sure that the lock is still this one's, before something is written that relies on it.
   *
   * @throws {OutputError} `lock-lost` where its file was deleted or replaced
   */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** The files of locks, and who is gone: what a test can put in the place of. */
export interface LockSystem {
  /** Makes `file` with all its text at once; `false` where it is there already. */
  create(file: string, text: string): Promise<boolean>;
  read(file: string): Promise<string | undefined>;
  /** Removes a lock and the sign of life of its holding. */
  remove(file: string, token: string): Promise<void>;
  /** Whether it is proven that the holder has ended. */
  isGone(file: string, holder: LockHolder): Promise<boolean>;
  /** Makes a sign of life for a holding. */
  live(file: string, token: string): Promise<SignOfLife>;
  wait(milliseconds: number): Promise<unknown>;
}

/** What shows others that a holder lives. */
export interface SignOfLife {
  /** The file system it is on, where there is one. */
  readonly device?: number;
  end(): Promise<void>;
}

/**
 * Takes the lock of `path`: the file `path.lock`, which names its holder. It is taken over only from a holder that has
 * provably ended (`mayRun`): a stopped process keeps its lock, and so does one on another host.
 *
 * Two rules make it exclusive. A lock file comes into being whole, by a hard link, which succeeds for one process. And
 * the file of holding T is removed by T alone, or, once T is gone, by whoever holds the lock `path.lock.T`, taken by
 * these same rules. Readers need no lock.
 *
 * @throws {OutputError} `output-locked` naming the holder; and as `writeError`
 */
export async function acquireLock(
  path: string,
  { purpose = 'another command', patience = 0 }: LockOptions = {},
  system: LockSystem = fileLocks,
): Promise<Lock> {
  const file = `${path}.lock`;
  const token = randomBytes(8).toString('hex');
  const started = performance.now();
  const { device, end } = await system.live(file, token);
  const since = new Date().toISOString();
  const text = JSON.stringify({ ...thisProcess(), token, since, purpose, device });
  try {
    while (!(await system.create(file, text))) {
      const found = await system.read(file);
      if (found === undefined) continue;
      const holder = parseHolder(found);
      if (holder && (await system.isGone(file, holder))) {
        await removeGone(file, holder, { purpose, patience }, system);
      } else if (performance.now() - started < patience) {
        await system.wait(RETRY_MS);
      } else throw locked(path, file, holder);
    }
  } catch (error) {
    await end();
    throw error;
  }
  const isOurs = async () => parseHolder((await system.read(file)) ?? '')?.token === token;
  return {
    async check() {
      if (!(await isOurs())) throw lockLost(path, file);
    },
    async release() {
      if (await isOurs()) await system.remove(file, token);
      await end();
    },
  };
}

/**
 * Tells before long work whether the lock of `path` is held by a process that may still run. Takes and writes nothing.
 *
 * @throws {OutputError} `output-locked` naming the holder
 */
export async function assertUnlocked(path: string): Promise<void> {
  const file = `${path}.lock`;
  const found = await fileLocks.read(file);
  if (found === undefined) return;
  const holder = parseHolder(found);
  if (!holder || !(await fileLocks.isGone(file, holder))) throw locked(path, file, holder);
}

/**
 * Runs `work` under the lock of `path` and releases it however `work` ends.
 *
 * @throws {OutputError} `output-locked`, and as `writeError`
 */
export async function withLock<T>(
  path: string,
  work: (lock: Lock) => Promise<T>,
  options?: LockOptions,
): Promise<T> {
  const lock = await acquireLock(path, options);
  try {
    return await work(lock);
  } finally {
    await lock.release();
  }
}

async function removeGone(
  file: string,
  { token }: LockHolder,
  options: LockOptions,
  system: LockSystem,
): Promise<void> {
  const guard = await acquireLock(`${file}.${token}`, options, system);
  try {
    // Another one may have done it while this one waited for the guard; the lock is then another holding.
    const now = parseHolder((await system.read(file)) ?? '');
    if (now?.token === token) await system.remove(file, token);
  } finally {
    await guard.release();
  }
}

const SOCKET = /^\.[0-9a-f]{16}\.sock$/;
const socketOf = (folder: string, token: string) => join(folder, `.${token}.sock`);

/**
 * Signs of life of processes that were killed and hold no lock any more: with that of a lock that is there goes the proof
 * that its holder is gone. One taken for such by mistake only makes its lock stand longer.
 */
async function removeDeadSockets(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const sockets = names.filter((name) => SOCKET.test(name));
  if (sockets.length === 0) return;
  const locks = names.filter((name) => name.endsWith('.lock')).map((name) => join(folder, name));
  const texts = await Promise.all(locks.map((file) => fileLocks.read(file)));
  const needed = texts.map((text = '') => socketOf(folder, parseHolder(text)?.token ?? ''));
  for (const name of sockets) {
    const path = join(folder, name);
    if (!needed.includes(path) && (await isDeadSocket(path))) await removeFile(path);
  }
}

const fileLocks: LockSystem = {
  async create(file, text) {
    const whole = `${file}.${randomBytes(8).toString('hex')}.tmp`;
    try {
      await writeFlushed(whole, text).catch((error) => {
        throw writeError(file, error);
      });
      await link(whole, file);
      return true;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      // A network file system may have made the link, lost its answer, and been asked again.
      if (code === 'EEXIST') return (await fileLocks.read(file)) === text;
      // Whoever holds the lock tidied `whole` away.
      if (code === 'ENOENT') return false;
      if (!NO_LINKS.has(code)) throw writeError(file, error);
      return createWithoutLinks(file, text);
    } finally {
      await removeFile(whole);
    }
  },
  read: (file) =>
    readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw writeError(file, error);
    }),
  async remove(file, token) {
    await removeFile(file);
    await removeFile(socketOf(dirname(file), token));
  },
  async isGone(file, holder) {
    const local = await isOnLocalFileSystem(dirname(file));
    const runs = mayRun(holder, { local });
    if (runs !== 'unknown') return runs === 'no';
    if (!sameKernel(holder) || holder.device === undefined) return false;
    const { dev } = await stat(dirname(file));
    return holder.device === dev && (await isDeadSocket(socketOf(dirname(file), holder.token)));
  },
  async live(file, token) {
    await removeDeadSockets(dirname(file));
    const end = await listenForLiveness(socketOf(dirname(file), token));
    return end ? { device: (await stat(dirname(file))).dev, end } : { end: async () => {} };
  },
  wait: delay,
};

/** What link answers where the file system has no hard links (FAT, some network file systems). */
const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EACCES']);

/** As sure as a link that two cannot both make it; but a process killed here leaves a lock that names nobody. */
async function createWithoutLinks(file: string, text: string): Promise<boolean> {
  try {
    await writeFlushed(file, text);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw writeError(file, error);
  }
}

/** Makes a file that is not there. Flushed: a lock that a power cut leaves names its owner. */
async function writeFlushed(file: string, text: string): Promise<void> {
  const made = await open(file, 'wx');
  try {
    await made.writeFile(text);
    await made.sync();
  } catch (error) {
    await removeFile(file);
    throw error;
  } finally {
    await made.close();
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder = JSON.parse(text) as LockHolder;
    const whole = typeof holder.token === 'string' && typeof holder.host === 'string';
    return whole && Number.isInteger(holder.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function locked(path: string, lock: string, holder: LockHolder | undefined): OutputError {
  const who = holder
    ? `${holder.purpose} (process ${holder.pid} on ${holder.host}, since ${holder.since})`
    : 'another process';
  return new OutputError({
    code: 'output-locked',
    message: `${dirname(path)} is in use by ${who}.`,
    hint: `Wait until it has ended. If it cannot be running any more, delete ${lock}.`,
    data: { path, lock, holder },
  });
}

function lockLost(path: string, lock: string): OutputError {
  return new OutputError({
    code: 'lock-lost',
    message: `The lock ${lock} was taken away while this process was at work.`,
    hint: 'Nothing was written after that. Make sure that no other process writes there, then run the same command again.',
    kind: 'work',
    data: { path, lock },
  });
}
