import type { LinearAlgebra, Matrix } from '@alphaedit/spec';
import { seededRandom } from '@alphaedit/spec';

/** The k leading singular vectors of a matrix [dOut, dIn], as orthonormal columns. */
export interface LeadingSubspace {
  /** Descending, length k. */
  readonly values: Float64Array;
  /** [dOut, k] */
  readonly u: Matrix;
  /** [dIn, k], with the few vectors after them that helped to find them: what to start from next time. */
  readonly v: Matrix;
}

/** Vectors carried along beyond k, which make the k converge faster. */
const MORE = 8;
/** Relative change of σ₁ + … + σ_k from which on they count as found; the vectors are then right to about its root. */
const TOLERANCE = 1e-5;
/** Rounds at most: a spectrum without a gap after k has no sharp subspace to find. */
const ROUNDS = 12;

/**
 * The leading singular subspaces of W [dOut, dIn] by block power iteration with a Rayleigh–Ritz step:
 * W ≈ Q (WᵀQ)ᵀ with Q an orthonormal basis of W V. A round costs 4 dOut dIn (k + 8) operations; from `start`, the `v` of a
 * matrix nearby, it takes two or three.
 *
 * @see Halko, Martinsson & Tropp 2011, arXiv 0909.4061
 */
export async function leadingSubspace(
  linalg: Pick<LinearAlgebra, 'matmul' | 'svd'>,
  w: Matrix,
  { k, start }: { readonly k: number; readonly start?: Matrix },
): Promise<LeadingSubspace> {
  const width = Math.min(k + MORE, w.rows, w.cols);
  let v = start ?? randomMatrix(w.cols, width);
  let before = 0;
  for (let round = 1; ; round++) {
    const { u: q } = await linalg.svd(await linalg.matmul(w, v)); // [dOut, width]
    const inner = await linalg.svd(await linalg.matmul(w, q, { transposeA: true })); // WᵀQ = P Σ Rᵀ
    v = inner.u;
    const sum = inner.values.subarray(0, k).reduce((total, value) => total + value, 0);
    if (Math.abs(sum - before) <= TOLERANCE * sum || round === ROUNDS) {
      return { values: inner.values.slice(0, k), u: await linalg.matmul(q, inner.v), v };
    }
    before = sum;
  }
}

/** Operations of finding the k leading singular vectors of a matrix at most, from nothing. */
export const leadingSubspaceOperations = ({ rows, cols }: Pick<Matrix, 'rows' | 'cols'>, k: number): number =>
  4 * rows * cols * Math.min(k + MORE, rows, cols) * ROUNDS;

/**
 * How much of one set of k leading singular vectors lies in the span of another: (‖U₀ᵀU‖² + ‖V₀ᵀV‖²) / 2k. 1 for the same
 * subspaces, k/d on average for unrelated ones.
 */
export async function subspaceOverlap(
  linalg: Pick<LinearAlgebra, 'matmul'>,
  original: LeadingSubspace,
  now: LeadingSubspace,
): Promise<number> {
  const k = original.values.length;
  let sum = 0;
  for (const [a, b] of [
    [original.u, now.u],
    [original.v, now.v],
  ] as const) {
    const { cols, data } = await linalg.matmul(a, b, { transposeA: true });
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) sum += data[i * cols + j]! ** 2;
  }
  return sum / (2 * k);
}

function randomMatrix(rows: number, cols: number): Matrix {
  const random = seededRandom(1);
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, () => 2 * random() - 1) };
}
