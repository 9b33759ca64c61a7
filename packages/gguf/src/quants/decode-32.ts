import { GGML_TYPES } from '../ggml-type.js';
import { type BlockDecoder, half, signed } from './blocks.js';

const { fround } = Math;
const HALF_BLOCK = 16;

/** Decoders of the types with blocks of 32: a scale, some also a minimum, and numbers of 4, 5 or 8 bits. */

/** x = d q, q of 8 bits with a sign. */
export const decodeQ8_0: BlockDecoder = (bytes, out) => {
  const { bytes: size } = GGML_TYPES.Q8_0;
  for (let at = 0, to = 0; at < bytes.length; at += size, to += 32) {
    const d = half(bytes, at);
    for (let i = 0; i < 32; i++) out[to + i] = d * signed(bytes[at + 2 + i]!);
  }
};

/** x = d (q − 8), q of 4 bits: the low halves of 16 bytes, then the high ones. */
export const decodeQ4_0: BlockDecoder = (bytes, out) => {
  const { bytes: size } = GGML_TYPES.Q4_0;
  for (let at = 0, to = 0; at < bytes.length; at += size, to += 32) {
    const d = half(bytes, at);
    for (let i = 0; i < HALF_BLOCK; i++) {
      const byte = bytes[at + 2 + i]!;
      out[to + i] = d * ((byte & 15) - 8);
      out[to + HALF_BLOCK + i] = d * ((byte >> 4) - 8);
    }
  }
};

/** x = d q + m. */
export const decodeQ4_1: BlockDecoder = (bytes, out) => {
  const { bytes: size } = GGML_TYPES.Q4_1;
  for (let at = 0, to = 0; at < bytes.length; at += size, to += 32) {
    const d = half(bytes, at);
    const m = half(bytes, at + 2);
    for (let i = 0; i < HALF_BLOCK; i++) {
      const byte = bytes[at + 4 + i]!;
      out[to + i] = fround(d * (byte & 15)) + m;
      out[to + HALF_BLOCK + i] = fround(d * (byte >> 4)) + m;
    }
  }
};

/** x = d (q − 16): as Q4_0, with the fifth bits of all 32 numbers in four bytes before the others. */
export const decodeQ5_0: BlockDecoder = (bytes, out) => {
  const { bytes: size } = GGML_TYPES.Q5_0;
  for (let at = 0, to = 0; at < bytes.length; at += size, to += 32) {
    const d = half(bytes, at);
    for (let i = 0; i < 32; i++) out[to + i] = d * (fiveBits(bytes, at + 2, i) - 16);
  }
};

/** x = d q + m, q as in Q5_0. */
export const decodeQ5_1: BlockDecoder = (bytes, out) => {
  const { bytes: size } = GGML_TYPES.Q5_1;
  for (let at = 0, to = 0; at < bytes.length; at += size, to += 32) {
    const d = half(bytes, at);
    const m = half(bytes, at + 2);
    for (let i = 0; i < 32; i++) out[to + i] = fround(d * fiveBits(bytes, at + 4, i)) + m;
  }
};

/** Number `i` of 32: its fifth bit at `at`, the others four bytes on. */
function fiveBits(bytes: Uint8Array, at: number, i: number): number {
  const high = (bytes[at + (i >> 3)]! >> (i & 7)) & 1;
  const byte = bytes[at + 4 + (i & 15)]!;
  return (i < HALF_BLOCK ? byte & 15 : byte >> 4) | (high << 4);
}
