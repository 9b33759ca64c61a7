/**
 * Uniform numbers in [0, 1) from a 32-bit seed, the same on every machine (mulberry32).
 *
 * Sampled contexts, noise and worlds in recorded results come from this stream: its bits stay as they are. Good
 * for sampling; not for cryptography.
 *
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
