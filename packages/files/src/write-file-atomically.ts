import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { throwIfAborted } from '@alphaedit/spec';
import { removeFile } from './remove-file.js';
import { syncFolder } from './sync.js';
import { removeStaleTemporaries, temporaryName } from './temporary-name.js';
import { writeError } from './write-error.js';

/** Bytes handed to one write call: the system takes at most 2 GiB at once. */
const WRITE_BYTES = 64 * 2 ** 20;

/** Folders that this process has freed from what killed ones left. */
const tidied = new Set<string>();

/**
 * Writes `chunks` beside `path`, flushes them to the disk and renames the result into place: a reader sees
 * the old file or the whole new one, also when the process or the machine stops in between. What earlier processes that
 * were killed while writing have left in the folder is removed.
 *
 * @returns number of bytes written
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`; nothing is left behind
 * @throws {AbortedError} when `signal` fires before the rename; nothing is left behind
 */
export async function writeFileAtomically(
  path: string,
  chunks: string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  options: { readonly signal?: AbortSignal } = {},
): Promise<number> {
  const temporary = temporaryName(path);
  try {
    await tidy(dirname(resolve(path)));
    const file = await open(temporary, 'wx');
    let written = 0;
    try {
      for await (const chunk of asChunks(chunks))
        written += await writeAll(file, chunk, path, options.signal);
      await file.sync();
    } finally {
      await file.close();
    }
    throwIfAborted(options.signal, `writing ${path}`);
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return written;
  } catch (error) {
    // What went wrong first is told, and the next writer removes what may stay here.
    await removeFile(temporary).catch(() => undefined);
    throw writeError(path, error);
  }
}

function asChunks(
  chunks: Parameters<typeof writeFileAtomically>[1],
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (typeof chunks === 'string') return [new TextEncoder().encode(chunks)];
  return chunks instanceof Uint8Array ? [chunks] : chunks;
}

async function writeAll(
  file: FileHandle,
  bytes: Uint8Array,
  path: string,
  signal?: AbortSignal,
): Promise<number> {
  for (let position = 0; position < bytes.byteLength; ) {
    throwIfAborted(signal, `writing ${path}`);
    const length = Math.min(WRITE_BYTES, bytes.byteLength - position);
    const { bytesWritten } = await file.write(bytes, position, length);
    position += bytesWritten;
  }
  return bytes.byteLength;
}

/** Once in a process: removes what processes that were killed while writing have left in a folder. */
export async function tidy(folder: string): Promise<void> {
  if (tidied.has(folder)) return;
  tidied.add(folder);
  await removeStaleTemporaries(folder);
}
