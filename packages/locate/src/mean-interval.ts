/** Mean of n values with its 95 % confidence interval. */
export interface MeanInterval {
  readonly mean: number;
  /** mean ± t · s/√n, t the 97.5 % quantile of Student's t with n − 1 degrees; absent for one value. */
  readonly ci95?: readonly [low: number, high: number];
  readonly n: number;
}

/** 97.5 % quantile of the standard normal distribution. */
const Z95 = 1.959963984540054;

/** @returns nothing for no values */
export function meanInterval(values: readonly number[]): MeanInterval | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, n };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = studentQuantile(n - 1) * Math.sqrt(variance / n);
  return { mean, ci95: [mean - half, mean + half], n };
}

/**
 * 97.5 % quantile of Student's t: exact for one and two degrees of freedom, the Cornish–Fisher expansion to
 * the fourth order from three on (off by 0.02 at three, by less than 1e-3 from six on).
 *
 * @see Abramowitz and Stegun 26.7.5
 */
export function studentQuantile(degrees: number): number {
  if (degrees === 1) return 12.706204736432095;
  if (degrees === 2) return 4.302652729911275;
  const [z, v] = [Z95, degrees];
  return (
    z +
    (z ** 3 + z) / (4 * v) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3) +
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / (92160 * v ** 4)
  );
}
