import type { LinearAlgebra, Matrix } from '@alphaedit/spec';
import type { Moments } from './moments.js';

/**
 * Fréchet distance (squared, as it is usually given) of the normal distributions with two means and
 * covariances:
 *
 *   d² = ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁^½ Σ₂ Σ₁^½)^½).
 *
 * 0 where the two agree, up to rounding; in units of the points' coordinates, squared. Covariances of few points may
 * be singular: eigenvalues that rounding made negative count as 0.
 *
 * @see Dowson, Landau 1982, "The Fréchet distance between multivariate normal distributions"
 */
export async function frechetDistance(a: Moments, b: Moments, linalg: LinearAlgebra): Promise<number> {
  const shift = a.mean.reduce((sum, x, j) => sum + (x - b.mean[j]!) ** 2, 0);
  const root = await squareRoot(a.covariance, linalg);
  const inner = await linalg.matmul(await linalg.matmul(root, b.covariance), root);
  const { values } = await linalg.eigh(inner);
  const cross = values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  const spread = trace(a.covariance) + trace(b.covariance) - 2 * cross;
  return shift + Math.max(0, spread);
}

export const trace = ({ rows, cols, data }: Matrix): number => {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * cols + i]!;
  return sum;
};

/** V √Λ Vᵀ */
async function squareRoot(a: Matrix, linalg: LinearAlgebra): Promise<Matrix<Float64Array>> {
  const { values, vectors } = await linalg.eigh(a);
  const scaled = new Float64Array(vectors.data);
  const n = vectors.cols;
  const roots = values.map((value) => Math.sqrt(Math.max(0, value)));
  for (let i = 0; i < vectors.rows; i++) for (let j = 0; j < n; j++) scaled[i * n + j]! *= roots[j]!;
  return linalg.matmul({ rows: vectors.rows, cols: n, data: scaled }, vectors, { transposeB: true });
}
