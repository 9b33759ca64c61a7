import { createWriteStream, existsSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Work } from '@alphaedit/spec';
import { AbortedError, DatasetError } from '@alphaedit/spec';

export interface DownloadOptions extends Work {
  readonly url: string;
  /** Where the whole file goes; until then it grows beside it, as `PATH.part`. */
  readonly path: string;
  /** Looks at the whole file before it takes its place; what it throws is passed on, and the file removed. */
  readonly check?: (part: string) => Promise<void>;
}

/**
 * Fetches a file. What an earlier attempt left is continued where the server still has the same file (told by
 * its entity tag or date); otherwise it begins anew. The file takes its place by a rename, whole.
 *
 * @throws {DatasetError} `download-failed` (kind `work`); what came so far is kept
 * @throws {AbortedError} what came so far is kept
 */
export async function download({ url, path, check, signal, onProgress }: DownloadOptions): Promise<void> {
  const part = `${path}.part`;
  const mark = `${part}.tag`;
  try {
    let have = await sizeOf(part);
    const tag = have > 0 && existsSync(mark) ? await readFile(mark, 'utf8') : undefined;
    if (tag === undefined) have = 0;
    const range = have > 0 ? { Range: `bytes=${have}-`, 'If-Range': tag! } : undefined;
    let response = await fetch(url, { signal, headers: { 'Accept-Encoding': 'identity', ...range } });
    if (response.status === 416) {
      have = 0;
      response = await fetch(url, { signal, headers: { 'Accept-Encoding': 'identity' } });
    }
    if (!response.ok || !response.body) throw refused(url, response.status);
    if (response.status !== 206) have = 0;
    if (have > 0 && !response.headers.get('content-range')?.startsWith(`bytes ${have}-`)) {
      throw failed(url, 'the server sent another part than was asked for');
    }
    const found = response.headers.get('etag') ?? response.headers.get('last-modified');
    // A weak tag says "the same for readers", not "the same bytes".
    if (found && !found.startsWith('W/')) await writeFile(mark, found);
    else await rm(mark, { force: true });
    const length = Number(response.headers.get('content-length') ?? Number.NaN);
    const total = Number.isFinite(length) ? have + length : 0;
    let done = have;
    const counted = async function* (source: AsyncIterable<Uint8Array>) {
      for await (const chunk of source) {
        done += chunk.length;
        onProgress?.({ stage: 'download', done, total, unit: 'bytes' });
        yield chunk;
      }
    };
    const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    await pipeline(body, counted, createWriteStream(part, { flags: have > 0 ? 'a' : 'w' }), { signal });
    if (total > 0 && done !== total) throw failed(url, `${done} of ${total} bytes came`);
  } catch (cause) {
    if (signal?.aborted) throw new AbortedError(`downloading ${url}`, cause);
    if (DatasetError.isInstance(cause)) throw cause;
    const why = ((cause as Error).cause as Error | undefined)?.message ?? (cause as Error).message;
    throw failed(url, why, cause);
  }
  try {
    await check?.(part);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await rm(mark, { force: true });
  }
  await rename(part, path);
}

const sizeOf = async (path: string): Promise<number> => (existsSync(path) ? (await stat(path)).size : 0);

const failed = (url: string, why: string, cause?: unknown) =>
  new DatasetError({
    code: 'download-failed',
    message: `${url} could not be fetched: ${why.replace(/\.$/, '')}.`,
    hint: 'Run the same command again to continue, or give a mirror with --base.',
    kind: 'work',
    data: { url },
    cause,
  });

const refused = (url: string, status: number) =>
  new DatasetError({
    code: 'download-failed',
    message: `${url} could not be fetched: the server answered ${status}.`,
    hint: status === 404 ? 'Check the address, or give a mirror with --base.' : 'Try again later.',
    kind: 'work',
    data: { url, status },
  });
