import { bfloat16ToFloat32 } from './bfloat16.js';
import { type DType, ELEMENT_BYTES } from './dtype.js';
import { float16ToFloat32 } from './float16.js';
import { tensorError } from './tensor-error.js';

/**
 * Tensor bytes as float32. F16 and BF16 are widened exactly, F64 is rounded, F32 is taken as it is: when
 * the bytes are aligned the result shares their memory.
 *
 * @param name of the tensor, and `source` of its file, for messages
 * @throws {CheckpointError} `safetensors-dtype` for integers and 8-bit floats
 */
export function toFloat32(
  bytes: Uint8Array,
  dtype: DType,
  name = 'tensor',
  source = 'safetensors',
): Float32Array {
  const { buffer, byteOffset, byteLength } = aligned(bytes, ELEMENT_BYTES[dtype]);
  const length = byteLength / ELEMENT_BYTES[dtype];
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer, byteOffset, length);
    case 'F16':
      return float16ToFloat32(new Uint16Array(buffer, byteOffset, length));
    case 'BF16':
      return bfloat16ToFloat32(new Uint16Array(buffer, byteOffset, length));
    case 'F64':
      return Float32Array.from(new Float64Array(buffer, byteOffset, length));
    default:
      throw tensorError(
        'safetensors-dtype',
        source,
        `tensor ${JSON.stringify(name)} is ${dtype}, which is not read as numbers with a fraction.`,
        { tensor: name, dtype },
      );
  }
}

/** Tensor bytes as float64, exact for every floating type; as `toFloat32` otherwise. */
export function toFloat64(
  bytes: Uint8Array,
  dtype: DType,
  name = 'tensor',
  source = 'safetensors',
): Float64Array {
  if (dtype !== 'F64') return Float64Array.from(toFloat32(bytes, dtype, name, source));
  const { buffer, byteOffset, byteLength } = aligned(bytes, 8);
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}

/** The same bytes where a typed array of this element size may begin. */
function aligned(bytes: Uint8Array, elementBytes: number): Uint8Array {
  // `slice` of a Node.js Buffer is a view of the same memory, not a copy.
  return bytes.byteOffset % elementBytes === 0 ? bytes : new Uint8Array(bytes);
}
