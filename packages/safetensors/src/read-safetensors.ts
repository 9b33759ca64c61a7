import { GIT_LFS_POINTER_BYTES } from '@alphaedit/spec';
import type { ByteSource } from './byte-source.js';
import { tensorInfo } from './decode-safetensors.js';
import { ELEMENT_BYTES } from './dtype.js';
import { headerLength, LENGTH_BYTES, parseHeader, type SafetensorsHeader } from './parse-header.js';
import { toFloat32, toFloat64 } from './to-float.js';

/** A run of elements of a tensor, counted in row-major order. */
export interface ElementRange {
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** A safetensors file of which only the header is in memory; every read fills a fresh array of its own. */
export interface SafetensorsReader extends SafetensorsHeader {
  /** Elements as stored. */
  readBytes(name: string, range?: ElementRange): Promise<Uint8Array>;
  /** As `readBytes`, blocking; left out where the source cannot. */
  readBytesSync?(name: string, range?: ElementRange): Uint8Array;
  /** Elements widened or rounded to float32. */
  readFloat32(name: string, range?: ElementRange): Promise<Float32Array>;
  readFloat64(name: string, range?: ElementRange): Promise<Float64Array>;
}

/** Elements widened in one go. */
const PIECE = 2 ** 24;

/**
 * Checks the header of a safetensors file wherever its bytes lie; tensors are read one by one on demand.
 *
 * @throws {CheckpointError} as `parseHeader`; reading also `safetensors-tensor-missing`, `safetensors-dtype`
 */
export async function readSafetensors(source: ByteSource): Promise<SafetensorsReader> {
  const { name: file, size: fileSize } = source;
  const prefix = await source.read(0, Math.min(GIT_LFS_POINTER_BYTES, fileSize));
  const end = LENGTH_BYTES + headerLength(prefix, fileSize, file);
  const header = parseHeader(await source.read(0, end), fileSize, file);

  const locate = (name: string, range?: ElementRange) => {
    const { dtype, size, offset } = tensorInfo(header, name, file);
    const { from, to } = range ?? { from: 0, to: size };
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= size)) {
      throw new RangeError(`elements ${from} … ${to} of ${name}, which has ${size}`);
    }
    const width = ELEMENT_BYTES[dtype];
    return { dtype, count: to - from, width, start: offset + from * width, end: offset + to * width };
  };
  return {
    ...header,
    readBytes: async (name, range) => {
      const { start, end } = locate(name, range);
      return source.read(start, end);
    },
    ...(source.readSync && {
      readBytesSync: (name: string, range?: ElementRange) => {
        const { start, end } = locate(name, range);
        return source.readSync!(start, end);
      },
    }),
    readFloat32: async (name, range) => {
      const { dtype, count, width, start, end } = locate(name, range);
      if (dtype === 'F32' || count <= PIECE) {
        return toFloat32(await source.read(start, end), dtype, name, file);
      }
      // Piece by piece: beside the result, the stored form is never there as a whole.
      const values = new Float32Array(count);
      for (let done = 0; done < count; done += PIECE) {
        const at = start + done * width;
        const bytes = await source.read(at, at + Math.min(PIECE, count - done) * width);
        values.set(toFloat32(bytes, dtype, name, file), done);
      }
      return values;
    },
    readFloat64: async (name, range) => {
      const { dtype, start, end } = locate(name, range);
      return toFloat64(await source.read(start, end), dtype, name, file);
    },
  };
}
