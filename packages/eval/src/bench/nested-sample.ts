import { xoshiro128 } from '../stats/xoshiro128.js';

/**
 * At most `most` of the first `n` facts of a list, by index and ascending: those with the smallest of fixed random
 * ranks, which depend on the seed and the index alone. Samples of growing `n` therefore share as many facts as they
 * can, editors measured at the same point of a run share all of them, and each third of the run is in it in
 * proportion.
 *
 * @returns all of them where `n ≤ most`
 */
export function nestedSample(n: number, most: number, seed = 0): number[] {
  const random = xoshiro128(seed);
  const ranked = Array.from({ length: n }, (_, index) => ({ index, rank: random() }));
  return ranked
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .slice(0, most)
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}
