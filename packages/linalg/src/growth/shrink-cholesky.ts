import type { Matrix } from '@alphaedit/spec';
import { checkSquare } from '../checks/check-square.js';
import { shapeError } from '../checks/shape-error.js';
import { zeros } from '../matrix/zeros.js';

/**
 * The Cholesky factor of a matrix that has lost some rows and the columns of the same numbers, from the factor L of
 * the old one. For one of them, j:
 *
 *   [ L₁₁          ]                 [ L₁₁     ]
 *   [ lᵀ   λ       ]    becomes      [ L₃₁  S  ]    with  S Sᵀ = L₃₃ L₃₃ᵀ + x xᵀ,
 *   [ L₃₁  x   L₃₃ ]
 *
 * a rank-one update by plane rotations, which is backward stable: (N − j)² operations instead of N³/3 for factoring
 * anew.
 *
 * @param factor L [N, N], lower triangular
 * @param removed numbers of the rows and columns that go, each once
 * @returns the factor [N − n, N − n]; nothing passed in is changed
 * @throws {LinalgError} `not-square`, `non-finite`, `shape-mismatch` for a number that is none of a row, or comes twice
 * @see Golub & Van Loan, Matrix Computations, §6.5.4
 */
export function shrinkCholesky(factor: Matrix, removed: readonly number[]): Matrix<Float64Array> {
  checkSquare('shrinkCholesky', factor);
  const N = factor.rows;
  const gone = new Set(removed);
  const wrong = removed.find((row) => !Number.isInteger(row) || row < 0 || row >= N);
  if (wrong !== undefined || gone.size < removed.length) {
    throw shapeError('shrinkCholesky', `Rows ${removed.join(', ')} are not in it, or come twice.`, [factor]);
  }
  const left = Array.from({ length: N }, (_, i) => i).filter((i) => !gone.has(i));
  const size = left.length;
  const shrunk = zeros(size, size);
  for (const [row, i] of left.entries()) {
    for (let col = 0; col <= row; col++) shrunk.data[row * size + col] = factor.data[i * N + left[col]!]!;
  }
  for (const j of gone) {
    // Rows above j do not reach to column j; among those left the first below it is number `from`.
    const from = left.findIndex((i) => i > j);
    if (from === -1) continue;
    const x = Float64Array.from(left, (i) => (i > j ? factor.data[i * N + j]! : 0));
    addOuterProduct(shrunk, x, from);
  }
  return shrunk;
}

/** L Lᵀ ← L Lᵀ + x xᵀ in place, for x that is 0 before `from`; x is used up. */
function addOuterProduct({ rows: n, data: l }: Matrix<Float64Array>, x: Float64Array, from: number): void {
  for (let k = from; k < n; k++) {
    const diagonal = l[k * n + k]!;
    const r = Math.hypot(diagonal, x[k]!);
    const [c, s] = [diagonal / r, x[k]! / r];
    l[k * n + k] = r;
    for (let i = k + 1; i < n; i++) {
      const below = l[i * n + k]!;
      l[i * n + k] = c * below + s * x[i]!;
      x[i] = c * x[i]! - s * below;
    }
  }
}
