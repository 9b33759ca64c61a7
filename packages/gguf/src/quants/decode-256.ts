import { GGML_TYPES } from '../ggml-type.js';
import { type BlockDecoder, half, signed } from './blocks.js';

const { fround } = Math;

/** Decoders of the types with blocks of 256, the "K-quants": sub-blocks with small scales of their own. */

/** x = d s q − m t for sub-blocks of 16: scale s and minimum t of 4 bits each, q of 2. */
export const decodeQ2_K: BlockDecoder = (bytes, out) => {
  for (let at = 0, to = 0; at < bytes.length; at += GGML_TYPES.Q2_K.bytes, to += 256) {
    const d = half(bytes, at + 80);
    const m = half(bytes, at + 82);
    for (let i = 0; i < 256; i++) {
      const scale = bytes[at + (i >> 4)]!;
      const q = (bytes[at + 16 + (i >> 7) * 32 + (i & 31)]! >> (((i >> 5) & 3) * 2)) & 3;
      out[to + i] = fround(fround(d * (scale & 15)) * q) - fround(m * (scale >> 4));
    }
  }
};

/** x = d (s − 32) (q − 4 unless its high bit is set) for sub-blocks of 16: scale s of 6 bits, q of 2. */
export const decodeQ3_K: BlockDecoder = (bytes, out) => {
  for (let at = 0, to = 0; at < bytes.length; at += GGML_TYPES.Q3_K.bytes, to += 256) {
    const scales = at + 96;
    const d = half(bytes, at + 108);
    for (let i = 0; i < 256; i++) {
      const sub = i >> 4;
      const low = (bytes[scales + (sub & 7)]! >> (sub < 8 ? 0 : 4)) & 15;
      const high = (bytes[scales + 8 + (sub & 3)]! >> ((sub >> 2) * 2)) & 3;
      const q = (bytes[at + 32 + (i >> 7) * 32 + (i & 31)]! >> (((i >> 5) & 3) * 2)) & 3;
      const set = (bytes[at + (i & 31)]! >> (i >> 5)) & 1;
      out[to + i] = fround(d * ((low | (high << 4)) - 32)) * (q - (set ? 0 : 4));
    }
  }
};

/** x = d s q − m t for sub-blocks of 32: scale s and minimum t of 6 bits each, q of 4. */
export const decodeQ4_K: BlockDecoder = (bytes, out) => {
  for (let at = 0, to = 0; at < bytes.length; at += GGML_TYPES.Q4_K.bytes, to += 256) {
    for (let sub = 0; sub < 8; sub++) {
      const { d, m } = scaleAndMinimum(bytes, at, sub);
      const from = at + 16 + (sub >> 1) * 32;
      const shift = (sub & 1) * 4;
      for (let i = 0; i < 32; i++)
        out[to + sub * 32 + i] = fround(d * ((bytes[from + i]! >> shift) & 15)) - m;
    }
  }
};

/** As Q4_K, with a fifth bit. */
export const decodeQ5_K: BlockDecoder = (bytes, out) => {
  for (let at = 0, to = 0; at < bytes.length; at += GGML_TYPES.Q5_K.bytes, to += 256) {
    for (let sub = 0; sub < 8; sub++) {
      const { d, m } = scaleAndMinimum(bytes, at, sub);
      const from = at + 48 + (sub >> 1) * 32;
      const shift = (sub & 1) * 4;
      for (let i = 0; i < 32; i++) {
        const high = (bytes[at + 16 + i]! >> sub) & 1;
        out[to + sub * 32 + i] = fround(d * (((bytes[from + i]! >> shift) & 15) | (high << 4))) - m;
      }
    }
  }
};

/** x = d s (q − 32) for sub-blocks of 16: scale s of 8 bits with a sign, q of 6. */
export const decodeQ6_K: BlockDecoder = (bytes, out) => {
  for (let at = 0, to = 0; at < bytes.length; at += GGML_TYPES.Q6_K.bytes, to += 256) {
    const d = half(bytes, at + 208);
    for (let i = 0; i < 256; i++) {
      const part = i >> 7;
      const row = (i >> 5) & 3;
      const low = (bytes[at + part * 64 + (row & 1) * 32 + (i & 31)]! >> (row < 2 ? 0 : 4)) & 15;
      const high = (bytes[at + 128 + part * 32 + (i & 31)]! >> (row * 2)) & 3;
      const scale = fround(d * signed(bytes[at + 192 + (i >> 4)]!));
      out[to + i] = scale * ((low | (high << 4)) - 32);
    }
  }
};

/** d s and m t of a sub-block of Q4_K and Q5_K: eight scales and eight minima of 6 bits, packed in 12 bytes. */
function scaleAndMinimum(bytes: Uint8Array, at: number, sub: number): { d: number; m: number } {
  const packed = at + 4;
  const byte = (i: number) => bytes[packed + i]!;
  const scale = sub < 4 ? byte(sub) & 63 : (byte(sub + 4) & 15) | ((byte(sub - 4) >> 6) << 4);
  const minimum = sub < 4 ? byte(sub + 4) & 63 : (byte(sub + 4) >> 4) | ((byte(sub) >> 6) << 4);
  return { d: fround(half(bytes, at) * scale), m: fround(half(bytes, at + 2) * minimum) };
}
