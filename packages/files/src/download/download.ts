import { rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AbortedError, type Work } from '@alphaedit/spec';
import { fileSize } from '../file-size.js';
import { type Lock, withLock } from '../lock/lock.js';
import { syncFolder } from '../sync.js';
import { writeError } from '../write-error.js';
import { type AppendOptions, appendPart } from './append-part.js';
import { PartFile } from './part-file.js';
import { type RetryingOptions, type RetryOptions, retrying } from './retrying.js';

/** What to fetch and where to put it. */
export interface DownloadOptions extends AppendOptions, RetryOptions, Pick<Work, 'onProgress'> {
  /** Where the whole file goes; until then it grows beside it, as `PATH.part`, under the lock `PATH.lock`. */
  readonly path: string;
  /**
   * The address never changes its content, so that what an earlier attempt left can always be continued. Otherwise it is
   * continued where the server still has the same version, told by its entity tag or date.
   */
  readonly immutable?: boolean;
  /** Makes the error to throw after the last attempt, or for an answer that no further attempt makes better. */
  readonly giveUp: RetryingOptions['giveUp'];
  /** Looks at the whole file before it takes its place; what it throws is passed on, and the file removed. */
  readonly check?: (part: string, bytes: number) => Promise<void>;
}

/** A file that is in place now. */
export interface Downloaded {
  readonly bytes: number;
  /** `kept`: it was there already; `resumed`: part of it was. */
  readonly how: 'downloaded' | 'resumed' | 'kept';
}

/**
 * Fetches a file: tried again while connections drop, continued where an earlier call or attempt stopped, checked,
 * flushed and renamed into place. A file that is there already is whole, and is not fetched again unless its size is
 * another than `size`. Of two processes that fetch the same file the second is refused; readers wait for nobody.
 *
 * Whatever a server does, it ends: attempts that do not bring the part further than it ever was are counted, so are all
 * attempts, silence is an attempt that failed, and no more than `size` or `maxBytes` is written.
 *
 * @example
 * await download({
 *   path: 'facts.json',
 *   get: (headers, signal) => httpGet('https://example.org/facts.json', { headers, signal }),
 *   giveUp: (cause) => new Error('The facts cannot be fetched.', { cause }),
 * });
 * @throws {AbortedError} what came so far is kept
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`, `output-locked`, `lock-lost`
 * @throws what `get`, `giveUp` and `check` throw or make
 */
export async function download(options: DownloadOptions): Promise<Downloaded> {
  const { path } = options;
  const purpose = `a download of ${basename(path)}`;
  return (
    (await kept(options)) ??
    withLock(path, async (lock) => (await kept(options)) ?? (await fetched(options, lock)), { purpose })
  );
}

async function kept({ path, size, onProgress }: DownloadOptions): Promise<Downloaded | undefined> {
  const bytes = await fileSize(path);
  if (bytes === undefined || bytes !== (size ?? bytes)) return undefined;
  onProgress?.({ stage: 'download', done: bytes, total: bytes, unit: 'bytes', detail: basename(path) });
  return { bytes, how: 'kept' };
}

async function fetched(options: DownloadOptions, lock: Lock): Promise<Downloaded> {
  const { path, size, immutable = false, check, signal, onProgress } = options;
  const detail = basename(path);
  const what = `fetching ${detail}`;
  const part = new PartFile(path, immutable);
  const begun = (await part.begun(size)).bytes;
  let furthest = begun;
  const work = (progressed: () => void) =>
    appendPart(part, options, (done, total = 0) => {
      if (done > furthest) {
        furthest = done;
        progressed();
      }
      onProgress?.({ stage: 'download', done, total, unit: 'bytes', detail });
    });
  const bytes = await retrying(work, { ...options, what });
  try {
    await check?.(part.path, bytes);
  } catch (error) {
    if (signal?.aborted) throw new AbortedError(what, error);
    await part.remove();
    throw error;
  }
  await lock.check();
  // Before the rename, so that a stop between the two leaves nothing beside the file.
  await part.forget();
  await rename(part.path, path).catch((cause) => {
    throw writeError(path, cause);
  });
  await syncFolder(dirname(path));
  return { bytes, how: begun > 0 ? 'resumed' : 'downloaded' };
}
