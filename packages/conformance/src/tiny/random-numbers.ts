/**
 * Numbers spread evenly over (−1, 1), the same everywhere for a seed. (A sine of the index would do for
 * scalars, but a matrix filled with one has rank 2.)
 */
export function randomNumbers(length: number, seed: number): Float64Array {
  let state = (Math.imul(seed, 2_654_435_761) + 1) >>> 0;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}
