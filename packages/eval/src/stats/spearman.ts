/**
 * Spearman's rank correlation: Pearson's correlation of the ranks, ties taking the mean of theirs.
 *
 * @returns a number in [−1, 1]; NaN where one of the two does not vary
 * @see Spearman 1904, "The proof and measurement of association between two things"
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [a, b] = [ranks(x), ranks(y)];
  const mean = (a.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i]! - mean, b[i]! - mean];
    ab += p * q;
    aa += p * p;
    bb += q * q;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Ranks from 1, equal values sharing the mean of their places. */
function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const rank = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) rank[order[k]!] = (from + 1 + to) / 2;
    from = to;
  }
  return rank;
}
