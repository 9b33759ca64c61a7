import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { throwIfAborted } from '@alphaedit/spec';
import { writeError } from './write-error.js';

/** Bytes handed to one write call: the system takes at most 2 GiB at once. */
const WRITE_BYTES = 64 * 2 ** 20;

let temporaries = 0;

/**
 * Writes `chunks` beside `path`, flushes them to the disk and renames the result into place: a reader sees
 * the old file or the whole new one, also when the process or the machine stops in between.
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
  const temporary = `${path}.${process.pid}-${temporaries++}.tmp`;
  try {
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
    await rm(temporary, { force: true });
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

/** Makes the rename itself last. Not every system can flush a folder; the file is whole either way. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The rename has been done; only its durability across a power cut is unsure.
  }
}
