/** Outcome of McNemar's exact test on pairs of right and wrong answers. */
export interface McNemar {
  /** Pairs only the first has right. */
  readonly onlyFirst: number;
  /** Pairs only the second has right. */
  readonly onlySecond: number;
  /** Two-sided p-value of the exact test. */
  readonly p: number;
}

/**
 * McNemar's exact test on paired right/wrong outcomes: of the b + c pairs in which the two differ, each is as
 * likely to favour the one as the other if both are equally good, so that
 *
 *   p = min(1, 2 · Σ_{k ≤ min(b, c)} C(b + c, k) / 2^{b + c}).
 *
 * @see McNemar 1947, "Note on the sampling error of the difference between correlated proportions or percentages"
 */
export function mcnemar(pairs: readonly (readonly [first: boolean, second: boolean])[]): McNemar {
  const onlyFirst = pairs.filter(([first, second]) => first && !second).length;
  const onlySecond = pairs.filter(([first, second]) => !first && second).length;
  const n = onlyFirst + onlySecond;
  // In logarithms: 2^{b + c} leaves the range of float64 at 1024 pairs.
  let logTerm = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((n - k) / (k + 1));
  }
  return { onlyFirst, onlySecond, p: Math.min(1, 2 * tail) };
}
