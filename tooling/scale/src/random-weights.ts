/** Elements drawn once; a prime, so that no two rows of a matrix begin at the same one. */
const POOL = 16_777_213;

/** Sign and fraction bits of bf16 numbers, random (xorshift32). */
function drawPool(): Uint16Array {
  const words = new Uint32Array(Math.ceil(POOL / 2));
  let state = 2_654_435_761;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state & 0x807f_807f;
  }
  return new Uint16Array(words.buffer, 0, POOL);
}

/** The pool with an exponent, by exponent: a checkpoint has two or three. */
const pools = new Map<number, Uint16Array>();

/**
 * Numbers of a projection in bf16, at the speed of a copy: signs and fractions from a pool of 16 million random
 * ones, read from another place for every seed; one exponent, so that sizes are even over [s, 2s) with s the
 * power of two that keeps the rows of a [·, width] matrix near norm 1. The same on every machine.
 */
export function randomBFloat16(length: number, width: number, seed: number): Uint16Array {
  const exponent = (127 + Math.round(Math.log2(0.65 / Math.sqrt(width)))) << 7;
  const numbers = pools.get(exponent) ?? drawPool().map((bits) => bits | exponent);
  pools.set(exponent, numbers);
  const out = new Uint16Array(length);
  let at = (seed * 7_919_333) % POOL;
  for (let done = 0; done < length; ) {
    const part = numbers.subarray(at, at + Math.min(POOL - at, length - done));
    out.set(part, done);
    done += part.length;
    at = 0;
  }
  return out;
}
