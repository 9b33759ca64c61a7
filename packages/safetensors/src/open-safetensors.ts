import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tensorInfo } from './decode-safetensors.js';
import { ELEMENT_BYTES } from './dtype.js';
import { headerLength, LENGTH_BYTES, parseHeader, type SafetensorsHeader } from './parse-header.js';
import { tensorError } from './tensor-error.js';
import { toFloat32, toFloat64 } from './to-float.js';

/** A run of elements of a tensor, counted in row-major order. */
export interface ElementRange {
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** An open safetensors file. Only the header is in memory; every read fills a fresh array of its own. */
export interface SafetensorsFile extends SafetensorsHeader {
  readonly path: string;
  /** Length of the whole file in bytes. */
  readonly fileSize: number;
  /** Elements as stored. */
  readBytes(name: string, range?: ElementRange): Promise<Uint8Array>;
  /** As `readBytes`, blocking, for use where nothing can be awaited. */
  readBytesSync(name: string, range?: ElementRange): Uint8Array;
  /** Elements widened or rounded to float32. */
  readFloat32(name: string, range?: ElementRange): Promise<Float32Array>;
  readFloat64(name: string, range?: ElementRange): Promise<Float64Array>;
  close(): Promise<void>;
}

/** Bytes asked for in one read call: the system gives at most 2 GiB at once. */
const READ_BYTES = 256 * 2 ** 20;

/**
 * Opens a safetensors file of any size and checks its whole header; tensors are read one by one on demand.
 * The caller closes it.
 *
 * @throws {CheckpointError} `safetensors-unreadable`, and as `parseHeader`
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const file = await openFile(path);
  try {
    const { size: fileSize } = await file.stat();
    const prefix = await readAt(file, 0, Math.min(LENGTH_BYTES, fileSize), path);
    const end = LENGTH_BYTES + headerLength(prefix, fileSize, path);
    const header = parseHeader(await readAt(file, 0, end, path), fileSize, path);

    const locate = (name: string, range?: ElementRange) => {
      const { dtype, size, offset } = tensorInfo(header, name, path);
      const { from, to } = range ?? { from: 0, to: size };
      if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= size)) {
        throw new RangeError(`elements ${from} … ${to} of ${name}, which has ${size}`);
      }
      const width = ELEMENT_BYTES[dtype];
      return { dtype, count: to - from, width, start: offset + from * width, length: (to - from) * width };
    };
    const read = async (name: string, range?: ElementRange) => {
      const { dtype, start, length } = locate(name, range);
      return { dtype, bytes: await readAt(file, start, length, path) };
    };
    return {
      ...header,
      path,
      fileSize,
      readBytes: async (name, range) => (await read(name, range)).bytes,
      readBytesSync: (name, range) => {
        const { start, length } = locate(name, range);
        return readAtSync(file.fd, start, length, path);
      },
      readFloat32: async (name, range) => {
        const { dtype, count, width, start } = locate(name, range);
        if (dtype === 'F32' || count <= PIECE) {
          return toFloat32(await readAt(file, start, count * width, path), dtype, name, path);
        }
        // Piece by piece: beside the result, the stored form is never there as a whole.
        const values = new Float32Array(count);
        for (let done = 0; done < count; done += PIECE) {
          const length = Math.min(PIECE, count - done) * width;
          const bytes = await readAt(file, start + done * width, length, path);
          values.set(toFloat32(bytes, dtype, name, path), done);
        }
        return values;
      },
      readFloat64: async (name, range) => {
        const { bytes, dtype } = await read(name, range);
        return toFloat64(bytes, dtype, name, path);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Elements widened in one go. */
const PIECE = 2 ** 24;

async function openFile(path: string): Promise<FileHandle> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
  } catch (cause) {
    const system = (cause as NodeJS.ErrnoException).code;
    throw tensorError('safetensors-unreadable', path, `cannot be opened (${system}).`, { system }, cause);
  }
  await file.close();
  throw tensorError('safetensors-unreadable', path, 'is not a file.');
}

async function readAt(file: FileHandle, offset: number, length: number, path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const want = Math.min(READ_BYTES, length - done);
    const { bytesRead } = await file.read(bytes, done, want, offset + done);
    if (bytesRead === 0) throw endsEarly(offset + done, offset + length, path);
    done += bytesRead;
  }
  return bytes;
}

function readAtSync(fd: number, offset: number, length: number, path: string): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const bytesRead = readSync(fd, bytes, done, Math.min(READ_BYTES, length - done), offset + done);
    if (bytesRead === 0) throw endsEarly(offset + done, offset + length, path);
    done += bytesRead;
  }
  return bytes;
}

const endsEarly = (at: number, before: number, path: string) =>
  tensorError('safetensors-truncated', path, `ends at byte ${at}, before ${before}.`);
