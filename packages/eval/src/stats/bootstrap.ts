import { SettingsError } from '@alphaedit/spec';
import { xoshiro128 } from './xoshiro128.js';

/** How to resample. */
export interface BootstrapOptions {
  /** Seed of the resampling; 0 by default. */
  readonly seed?: number;
  /** Resamples; 2000 by default. */
  readonly samples?: number;
  /** Share of the resamples inside the interval; 0.95 by default. */
  readonly level?: number;
}

/** A figure with its percentile interval. */
export interface Interval {
  readonly estimate: number;
  readonly interval: readonly [low: number, high: number];
  /** Records it rests on. */
  readonly n: number;
}

/**
 * Percentile bootstrap of any figure of n records: the records are drawn n times with replacement, the figure
 * is computed anew, and the interval holds the middle `level` of the values found.
 *
 * @param n number of records
 * @param figure computes the figure from record indices (some of them several times)
 * @param options `seed`, `samples`, `level`
 * @returns nothing for no records; resamples in which the figure is not finite are left out
 * @throws {SettingsError} `setting-out-of-range`
 * @see Efron, Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13
 */
export function bootstrap(
  n: number,
  figure: (indices: Int32Array) => number,
  options: BootstrapOptions = {},
): Interval | undefined {
  if (n === 0) return undefined;
  const values = resample(n, figure, options);
  const estimate = figure(Int32Array.from({ length: n }, (_, i) => i));
  return { estimate, interval: middle(values, options.level ?? 0.95), n };
}

/** The figure on every resample, finite ones only, ascending. */
export function resample(
  n: number,
  figure: (indices: Int32Array) => number,
  { seed = 0, samples = 2000, level = 0.95 }: BootstrapOptions = {},
): Float64Array {
  if (!Number.isSafeInteger(samples) || samples < 1 || !(level > 0 && level < 1)) {
    throw new SettingsError({
      code: 'setting-out-of-range',
      message: `A bootstrap of ${samples} samples at level ${level} cannot be drawn.`,
      hint: 'samples is a whole number of at least 1, level lies between 0 and 1.',
      data: { samples, level },
    });
  }
  const random = xoshiro128(seed);
  const indices = new Int32Array(n);
  const values: number[] = [];
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < n; i++) indices[i] = Math.floor(random() * n);
    const value = figure(indices);
    if (Number.isFinite(value)) values.push(value);
  }
  return Float64Array.from(values).sort();
}

/** Quantiles (1 − level)/2 and (1 + level)/2 of ascending values, between neighbours linearly. */
function middle(values: Float64Array, level: number): [number, number] {
  if (values.length === 0) return [Number.NaN, Number.NaN];
  const at = (q: number) => {
    const place = q * (values.length - 1);
    const [low, high] = [values[Math.floor(place)]!, values[Math.ceil(place)]!];
    return low + (high - low) * (place - Math.floor(place));
  };
  return [at((1 - level) / 2), at((1 + level) / 2)];
}
