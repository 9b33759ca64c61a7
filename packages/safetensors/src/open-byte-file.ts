import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from './byte-source.js';
import { tensorError } from './tensor-error.js';

/** A file on disk whose bytes are read in ranges. */
export interface ByteFile extends ByteSource {
  readSync(from: number, to: number): Uint8Array;
  close(): Promise<void>;
}

/** Bytes asked for in one read call: the system gives at most 2 GiB at once. */
const READ_BYTES = 256 * 2 ** 20;

/**
 * Opens a file of any size for reading in ranges; its `name` is the path. The caller closes it.
 *
 * @throws {CheckpointError} `safetensors-unreadable`; reading past the end, `safetensors-truncated`
 */
export async function openByteFile(path: string): Promise<ByteFile> {
  const { file, size } = await openFile(path);
  const endsEarly = (at: number, before: number) =>
    tensorError('safetensors-truncated', path, `ends at byte ${at}, before ${before}.`);
  return {
    name: path,
    size,
    async read(from, to) {
      const bytes = new Uint8Array(to - from);
      for (let done = 0; done < bytes.length; ) {
        const want = Math.min(READ_BYTES, bytes.length - done);
        const { bytesRead } = await file.read(bytes, done, want, from + done);
        if (bytesRead === 0) throw endsEarly(from + done, to);
        done += bytesRead;
      }
      return bytes;
    },
    readSync(from, to) {
      const bytes = new Uint8Array(to - from);
      for (let done = 0; done < bytes.length; ) {
        const want = Math.min(READ_BYTES, bytes.length - done);
        const bytesRead = readSync(file.fd, bytes, done, want, from + done);
        if (bytesRead === 0) throw endsEarly(from + done, to);
        done += bytesRead;
      }
      return bytes;
    },
    close: () => file.close(),
  };
}

async function openFile(path: string): Promise<{ file: FileHandle; size: number }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const stat = await file.stat();
    if (stat.isFile()) return { file, size: stat.size };
  } catch (cause) {
    await file?.close();
    const system = (cause as NodeJS.ErrnoException).code;
    throw tensorError('safetensors-unreadable', path, `cannot be opened (${system}).`, { system }, cause);
  }
  await file.close();
  throw tensorError('safetensors-unreadable', path, 'is not a file.');
}
