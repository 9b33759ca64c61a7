import { type BootstrapOptions, type Interval, resample } from './bootstrap.js';
import { bootstrapMean } from './bootstrap-mean.js';

/** A difference between pairs, with its interval and p-value. */
export interface PairedBootstrap extends Interval {
  /** Two-sided p-value of no difference. */
  readonly p: number;
}

/**
 * Mean of dᵢ = second_i − first_i with its percentile bootstrap interval, and the p-value of no difference:
 * the share of resampled means of the centred differences dᵢ − d̄ that lie at least as far from 0 as d̄, counted
 * as (k + 1)/(samples + 1), so that it is never 0.
 *
 * @returns nothing for no pairs
 * @see Efron, Tibshirani 1993, chapter 16
 */
export function pairedBootstrap(
  pairs: readonly (readonly [first: number, second: number])[],
  options: BootstrapOptions = {},
): PairedBootstrap | undefined {
  const differences = Float64Array.from(pairs, ([first, second]) => second - first);
  const found = bootstrapMean(differences, options);
  if (!found) return undefined;
  const { estimate } = found;
  const means = resample(
    differences.length,
    (indices) => {
      let sum = 0;
      for (let i = 0; i < indices.length; i++) sum += differences[indices[i]!]! - estimate;
      return sum / indices.length;
    },
    options,
  );
  // A resample may be the mean itself up to rounding.
  const far = Math.abs(estimate) - 1e-12;
  let beyond = 0;
  for (const mean of means) if (Math.abs(mean) >= far) beyond++;
  return { ...found, p: (beyond + 1) / (means.length + 1) };
}
