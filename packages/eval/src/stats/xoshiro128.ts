/**
 * Uniform numbers in [0, 1) from a 32-bit seed, the same on every machine: xoshiro128**, its state filled by
 * splitmix32. Good for resampling; not for cryptography.
 *
 * @see Blackman, Vigna 2021, "Scrambled Linear Pseudorandom Number Generators"
 */
export function xoshiro128(seed: number): () => number {
  let mix = seed >>> 0;
  const word = () => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix ^ (mix >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [word(), word(), word(), word()];
  const turn = (x: number, by: number) => (x << by) | (x >>> (32 - by));
  return () => {
    const value = Math.imul(turn(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = turn(d, 11);
    return value / 4_294_967_296;
  };
}
