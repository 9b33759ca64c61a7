import { float32ToBFloat16, float32ToFloat16 } from '@alphaedit/safetensors';
import { GGML_TYPES, type GgmlType } from './ggml-type.js';

/** Types that numbers are written in. */
export type WrittenType = 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_0';

const { fround } = Math;
const BLOCK = 32;

/**
 * Numbers in an element type, bit for bit as llama.cpp's reference quantization has them.
 *
 * @param values whole blocks; those of Q8_0 and Q4_0 have 32
 */
export function quantize(values: Float32Array, type: WrittenType): Uint8Array {
  switch (type) {
    case 'F32':
      return bytesOf(values);
    case 'F16':
      return bytesOf(float32ToFloat16(values));
    case 'BF16':
      return bytesOf(float32ToBFloat16(values));
    case 'Q8_0':
      return blocks(values, type, q8_0);
    case 'Q4_0':
      return blocks(values, type, q4_0);
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

type BlockEncoder = (values: Float32Array, out: Uint8Array) => number;

/** Blocks one after the other: a scale in float16, which `encode` returns, and what it writes behind it. */
function blocks(values: Float32Array, type: GgmlType, encode: BlockEncoder): Uint8Array {
  const size = GGML_TYPES[type].bytes;
  const count = values.length / BLOCK;
  const out = new Uint8Array(count * size);
  const scales = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    scales[i] = encode(
      values.subarray(i * BLOCK, (i + 1) * BLOCK),
      out.subarray(i * size + 2, (i + 1) * size),
    );
  }
  const halves = float32ToFloat16(scales);
  for (const [i, half] of halves.entries()) {
    out[i * size] = half & 255;
    out[i * size + 1] = half >> 8;
  }
  return out;
}

/** d = max |x| / 127, q = round(x / d), halves away from zero. */
const q8_0: BlockEncoder = (values, out) => {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  const d = fround(most / 127);
  const inverse = d === 0 ? 0 : fround(1 / d);
  for (let i = 0; i < BLOCK; i++) {
    const x = fround(values[i]! * inverse);
    out[i] = Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
  }
  return d;
};

/** d = the number of largest size / −8, q = ⌊x / d + 8.5⌋, at most 15. */
const q4_0: BlockEncoder = (values, out) => {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > Math.abs(largest)) largest = value;
  const d = fround(largest / -8);
  const inverse = d === 0 ? 0 : fround(1 / d);
  const q = (i: number) => Math.min(15, Math.trunc(fround(fround(values[i]! * inverse) + 8.5)));
  for (let i = 0; i < BLOCK / 2; i++) out[i] = q(i) | (q(i + BLOCK / 2) << 4);
  return d;
};
