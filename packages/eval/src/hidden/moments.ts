import type { LinearAlgebra, Matrix } from '@alphaedit/spec';

/** Mean [d] and covariance [d, d] (divided by n) of points. */
export interface Moments {
  readonly mean: Float64Array;
  readonly covariance: Matrix<Float64Array>;
}

/** Mean and covariance of the rows of points [n, d], in float64. */
export async function moments(points: Matrix, linalg: LinearAlgebra): Promise<Moments> {
  const { rows: n, cols: d } = points;
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j]! += points.data[i * d + j]! / n;
  const centred = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) centred[i * d + j] = points.data[i * d + j]! - mean[j]!;
  }
  const X = { rows: n, cols: d, data: centred };
  const sums = await linalg.matmul(X, X, { transposeA: true });
  return { mean, covariance: { rows: d, cols: d, data: sums.data.map((sum) => sum / n) } };
}
