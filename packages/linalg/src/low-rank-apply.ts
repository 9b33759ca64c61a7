import type { LinearAlgebra, Matrix } from '@alphaedit/spec';
import { checkMatrix } from './checks/check-matrix.js';
import { shapeError } from './checks/shape-error.js';

/** A weight and the change to add to it: weight + factor · left · rightᵀ. */
export interface LowRankUpdate {
  /** W [m, n] */
  readonly weight: Matrix;
  /** [m, r] */
  readonly left: Matrix;
  /** [n, r] */
  readonly right: Matrix;
  /** What the product is multiplied by; 1 by default, −1 to take an update back. */
  readonly factor?: number;
}

// Entries of left · rightᵀ formed at a time: 16 MB in float64.
const BLOCK = 2 ** 21;

/**
 * W + factor · left · rightᵀ in float32. The product is formed in float64, a few rows at a time, and each
 * entry is rounded once; besides the result nothing as large as W is held.
 *
 * @returns a new [m, n] matrix
 * @throws {LinalgError} `shape-mismatch`, `non-finite`
 */
export async function lowRankApply(
  linalg: LinearAlgebra,
  update: LowRankUpdate,
): Promise<Matrix<Float32Array>> {
  const { weight, left, right, factor = 1 } = update;
  const { rows: m, cols: n } = weight;
  const r = left.cols;
  if (left.rows !== m || right.rows !== n || right.cols !== r) {
    throw shapeError('lowRankApply', 'W [m, n] needs left [m, r] and right [n, r].', [weight, left, right]);
  }
  checkMatrix('lowRankApply', weight);
  const data = new Float32Array(m * n);
  const height = Math.max(1, Math.floor(BLOCK / Math.max(1, n)));
  for (let from = 0; from < m; from += height) {
    const to = Math.min(m, from + height);
    const rows = { rows: to - from, cols: r, data: left.data.subarray(from * r, to * r) };
    const product = await linalg.matmul(rows, right, { transposeB: true });
    const start = from * n;
    for (let p = 0; p < product.data.length; p++) {
      data[start + p] = weight.data[start + p]! + factor * product.data[p]!;
    }
  }
  return { rows: m, cols: n, data };
}
