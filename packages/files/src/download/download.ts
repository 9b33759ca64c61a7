import { rename } from 'node:fs/promises';
import { basename } from 'node:path';
import { AbortedError, type Work } from '@alphaedit/spec';
import { fileSize } from '../file-size.js';
import { writeError } from '../write-error.js';
import { type AppendOptions, appendPart } from './append-part.js';
import { PartFile } from './part-file.js';
import { type RetryingOptions, type RetryOptions, retrying } from './retrying.js';

/** What to fetch and where to put it. */
export interface DownloadOptions extends AppendOptions, RetryOptions, Pick<Work, 'onProgress'> {
  /** Where the whole file goes; until then it grows beside it, as `PATH.part`. */
  readonly path: string;
  /**
   * The address never changes its content, so that what an earlier attempt left can always be continued. Otherwise it is
   * continued where the server still has the same version, told by its entity tag or date.
   */
  readonly immutable?: boolean;
  /** Makes the error to throw after the last attempt. */
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
 * flushed and renamed into place. A file that is there already is whole, and is not fetched again.
 *
 * @example
 * await download({
 *   path: 'facts.json',
 *   get: (headers, signal) => httpGet('https://example.org/facts.json', { headers, signal }),
 *   giveUp: (cause) => new Error('The facts cannot be fetched.', { cause }),
 * });
 * @throws {AbortedError} what came so far is kept
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`
 * @throws what `get`, `giveUp` and `check` throw or make
 */
export async function download(options: DownloadOptions): Promise<Downloaded> {
  const { path, size, immutable = false, check, signal, onProgress } = options;
  const detail = basename(path);
  const what = `fetching ${detail}`;
  const report = (done: number, total = 0) =>
    onProgress?.({ stage: 'download', done, total, unit: 'bytes', detail });
  const there = await fileSize(path);
  if (there !== undefined) {
    report(there, there);
    return { bytes: there, how: 'kept' };
  }
  const part = new PartFile(path, immutable);
  const begun = (await part.begun(size)).bytes;
  const bytes = await retrying(
    (progressed) => {
      let before: number | undefined;
      return appendPart(part, options, (done, total) => {
        if (before !== undefined && done > before) progressed();
        before = done;
        report(done, total);
      });
    },
    { ...options, what },
  );
  try {
    await check?.(part.path, bytes);
  } catch (error) {
    if (signal?.aborted) throw new AbortedError(what, error);
    await part.remove();
    throw error;
  }
  await rename(part.path, path).catch((cause) => {
    throw writeError(path, cause);
  });
  await part.forgetTag();
  return { bytes, how: begun > 0 ? 'resumed' : 'downloaded' };
}
