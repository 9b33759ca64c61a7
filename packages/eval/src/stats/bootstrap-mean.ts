import { type BootstrapOptions, bootstrap, type Interval } from './bootstrap.js';

/**
 * Mean of numbers of any range (entropies, cosines, losses) with its percentile bootstrap interval. For shares
 * in [0, 1], `share` gives an interval that keeps its width at 0 and 1.
 *
 * @returns nothing for no values
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  options: BootstrapOptions = {},
): Interval | undefined {
  const mean = (indices: Int32Array) => {
    let sum = 0;
    for (let i = 0; i < indices.length; i++) sum += values[indices[i]!]!;
    return sum / indices.length;
  };
  return bootstrap(values.length, mean, options);
}
