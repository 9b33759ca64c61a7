import type { NullSpaceThreshold } from '@alphaedit/spec';
import { nullDimension, trace } from './null-dimension.js';
import { type NullSpace, nullSpace } from './null-space.js';
import type { SpectralStatistics } from './spectral-statistics.js';

/** Eigenvalues of one layer's second moment, and what a threshold would make of them. */
export interface Spectrum {
  readonly layer: number;
  /** d: C₀ is [d, d]. */
  readonly dimension: number;
  /** Ascending, as `LinearAlgebra.eigh` gives them. */
  readonly values: Float64Array;
  /** Σλ: the mean squared length of a key. */
  readonly trace: number;
  readonly largest: number;
  readonly smallest: number;
  /** Rank of P for a threshold. @throws {SettingsError} `threshold-out-of-range` */
  nullDimension(threshold: NullSpaceThreshold): number;
  /**
   * What a projector with this threshold would leave, and warn of.
   *
   * @throws {StatisticsError} `empty-null-space` where P = 0
   * @throws {SettingsError} `threshold-out-of-range`
   */
  nullSpace(threshold: NullSpaceThreshold): NullSpace;
}

/**
 * The eigenvalues of C₀ = UΛUᵀ of one layer.
 *
 * @throws {StatisticsError} `statistics-missing`, `statistics-broken`
 */
export async function spectrum(statistics: SpectralStatistics, layer: number): Promise<Spectrum> {
  const { values } = await statistics.eigen(layer);
  return spectrumOf(layer, values);
}

/** @param values eigenvalues of the second moment of `layer`, ascending */
export function spectrumOf(layer: number, values: Float64Array): Spectrum {
  return {
    layer,
    dimension: values.length,
    values,
    trace: trace(values),
    largest: values.at(-1)!,
    smallest: values[0]!,
    nullDimension: (threshold) => nullDimension(values, threshold),
    nullSpace: (threshold) => nullSpace(values, threshold, layer),
  };
}
