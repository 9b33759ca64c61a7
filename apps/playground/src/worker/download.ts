import { type CheckpointFile, checkpointFile } from '@alphaedit/model';

import { CheckpointError, throwIfAborted } from '@alphaedit/spec';
import type { FollowedWork } from './followed-work.js';

/** `files.json` of a model's folder. */
interface FileList {
  readonly name: string;
  readonly files: readonly { readonly name: string; readonly size: number }[];
  /** Whether the server answers requests for a part of a file. */
  readonly ranges?: boolean;
}

/** From this size on a file is read in parts, where the server can: its tensors are then in memory one at a time. */
const LARGE_BYTES = 64 * 2 ** 20;

/**
 * The files of a model's folder next to the page. Small ones are downloaded at once, large ones read in parts.
 *
 * @param url of the folder, with the final slash
 * @throws {CheckpointError} `download-failed`
 */
export async function download(
  url: string,
  { signal, onProgress }: FollowedWork,
): Promise<{ name: string; files: CheckpointFile[] }> {
  const { name, files, ranges = false } = await fileList(new URL('files.json', url), signal);
  const inParts = (size: number) => ranges && size > LARGE_BYTES;
  const total = files.reduce((sum, { size }) => sum + (inParts(size) ? 0 : size), 0);
  let done = 0;
  const onBytes = (count: number, detail: string) => {
    done += count;
    onProgress({ stage: 'download', done, total, unit: 'bytes', detail });
  };
  const opened = files.map(async (file): Promise<CheckpointFile> => {
    const from = new URL(encodeURIComponent(file.name), url);
    if (inParts(file.size)) return { ...file, read: (a, b) => part(from, a, b) };
    const bytes = await whole(from, file.size, signal, (count) => onBytes(count, file.name));
    return checkpointFile(file.name, new Blob([bytes]));
  });
  return { name, files: await Promise.all(opened) };
}

async function fileList(url: URL, signal: AbortSignal): Promise<FileList> {
  const response = await request(url, { signal });
  try {
    const list = (await response.json()) as FileList;
    if (Array.isArray(list.files)) return list;
  } catch (cause) {
    throw failed(url, 'is not a list of files', cause);
  }
  throw failed(url, 'is not a list of files');
}

async function whole(
  url: URL,
  size: number,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await request(url, { signal });
  const bytes = new Uint8Array(size);
  let at = 0;
  try {
    const reader = response.body!.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > size) throw failed(url, `is longer than the ${size} bytes it should have`);
      bytes.set(value, at);
      at += value.length;
      onBytes(value.length);
    }
  } catch (cause) {
    throwIfAborted(signal, 'downloading the model');
    if (CheckpointError.isInstance(cause)) throw cause;
    throw failed(url, `broke off after ${at} of ${size} bytes`, cause);
  }
  if (at < size) throw failed(url, `ended after ${at} of ${size} bytes`);
  return bytes;
}

async function part(url: URL, from: number, to: number): Promise<Uint8Array> {
  if (from === to) return new Uint8Array();
  const response = await request(url, { headers: { range: `bytes=${from}-${to - 1}` } });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === to - from) return bytes;
  throw failed(url, `gave ${bytes.length} bytes where ${to - from} were asked for`);
}

async function request(url: URL, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throwIfAborted(init.signal ?? undefined, 'downloading the model');
    throw failed(url, 'could not be reached', cause);
  }
  if (response.ok) return response;
  throw failed(url, `was answered with status ${response.status}`);
}

function failed(url: URL, problem: string, cause?: unknown): CheckpointError {
  const file = url.pathname.split('/').at(-1);
  return new CheckpointError({
    code: 'download-failed',
    message: `The model could not be downloaded: ${file} ${problem}.`,
    hint: 'Check your connection and try again, or open a model folder from your own disk.',
    kind: 'work',
    data: { url: url.href },
    cause,
  });
}
