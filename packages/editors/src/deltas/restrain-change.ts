import { columns, type Factors } from '@alphaedit/linalg';
import type { LinearAlgebra, Matrix } from '@alphaedit/spec';
import { productNorm } from './product-norm.js';

export interface RestrainedChange {
  /** D as it was, in factors of at most min(dOut, dIn) columns. */
  readonly sum: Factors;
  /** C with D' = D − C; nothing where no singular value of D exceeds σ. */
  readonly cut?: Factors;
}

/**
 * D' for D = left · rightᵀ: every singular value s > σ becomes ln s − ln σ + σ, the others stay. (For σ < 1
 * that can be more than s, as published.)
 *
 * D is never formed: with left = U S Vᵀ and (right · V S) = X T Yᵀ, D = (U Y) T Xᵀ. Returned is the difference
 * C = Σ (s − s') u vᵀ over the values that changed.
 *
 * @param sigma σ, the largest singular value of the weight before any edit
 * @see PRUNE, arXiv 2405.16821
 */
export async function restrainChange(
  linalg: LinearAlgebra,
  { left, right }: Factors,
  sigma: number,
): Promise<RestrainedChange> {
  const thin = left.cols <= Math.min(left.rows, right.rows);
  // ‖D‖ bounds its largest singular value.
  if (thin && (await productNorm(linalg, left, right)) <= sigma) return { sum: { left, right } };
  const outer = await linalg.svd(left);
  const inner = await linalg.svd(scaleColumns(await linalg.matmul(right, outer.v), outer.values));
  const U = await linalg.matmul(outer.u, inner.v); // [dOut, k]
  const s = inner.values;
  const sum = thin ? { left, right } : { left: scaleColumns(U, s), right: inner.u };
  const count = s.filter((value) => value > sigma).length;
  if (count === 0) return { sum };
  const excess = s.subarray(0, count).map((value) => value - (Math.log(value) - Math.log(sigma) + sigma));
  return {
    sum,
    cut: { left: scaleColumns(columns(U, 0, count), excess), right: columns(inner.u, 0, count) },
  };
}

/** A · diag(factors) */
function scaleColumns({ rows, cols, data }: Matrix, factors: Float64Array): Matrix<Float64Array> {
  return { rows, cols, data: Float64Array.from(data, (value, i) => value * factors[i % cols]!) };
}
