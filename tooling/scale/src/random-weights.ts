/**
 * Numbers of a projection in bf16, fast: sign and fraction are random (xorshift32), the exponent is one, so
 * that sizes are even over [s, 2s) with s the power of two that keeps the rows of a [·, width] matrix near
 * norm 1. The same for a seed on every machine.
 */
export function randomBFloat16(length: number, width: number, seed: number): Uint16Array {
  const exponent = 127 + Math.round(Math.log2(0.65 / Math.sqrt(width)));
  const words = new Uint32Array(Math.ceil(length / 2));
  let state = (Math.imul(seed + 1, 2_654_435_761) | 1) >>> 0;
  const base = (exponent << 7) | (exponent << 23);
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    // Sign and fraction bits of both halves.
    words[i] = (state & 0x807f_807f) | base;
  }
  return new Uint16Array(words.buffer, 0, length);
}
