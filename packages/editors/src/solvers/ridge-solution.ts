import { add, columns, concatColumns, extendCholesky, identity, zeros } from '@alphaedit/linalg';
import type { LinearAlgebra, Matrix } from '@alphaedit/spec';

/**
 * The ridge problem of all batches so far, in the space its columns were mapped to. `keys` and `factor` while
 * there are at most d columns, `gram` once there are more; all of them plain data, empty at the first batch.
 */
export interface RidgeHistory {
  /** Q [d, N]: the mapped keys of every batch before. */
  readonly keys?: Matrix;
  /** Lower Cholesky factor of QᵀQ + βI, [N, N]. */
  readonly factor?: Matrix;
  /** QQᵀ [d, d], instead of the two. */
  readonly gram?: Matrix;
}

/** Solution of a ridge problem, and the problem grown by its columns. */
export interface RidgeSolution {
  /** (QQᵀ + βI)⁻¹ Q E with E picking the batch's columns, [d, n]. */
  readonly solution: Matrix<Float64Array>;
  /** The history with this batch's columns in it. */
  readonly history: RidgeHistory;
}

/**
 * A = (QQᵀ + βI)⁻¹ Q E for Q = [earlier keys, new keys], E picking the new columns.
 *
 * With N ≤ d columns in the dual form, by the push-through identity A = Q (QᵀQ + βI)⁻¹ E: an N×N system of
 * which only the rows and columns the batch adds are factored (`extendCholesky`). With more, the d×d system
 * is the smaller one, and QQᵀ is all that is kept.
 *
 * @param newKeys [d, n]
 * @throws {LinalgError} `not-positive-definite` when β = 0 and keys are linearly dependent
 * @see [Mathematics, AlphaEdit](/guide/mathematics#alphaedit)
 */
export async function ridgeSolution(
  linalg: LinearAlgebra,
  newKeys: Matrix,
  ridge: number,
  history: RidgeHistory = {},
): Promise<RidgeSolution> {
  const d = newKeys.rows;
  const { keys = zeros(d, 0), factor = zeros(0, 0), gram } = history;
  return gram !== undefined || keys.cols + newKeys.cols > d
    ? primal(linalg, newKeys, ridge, gram ?? (await outer(linalg, keys)))
    : dual(linalg, newKeys, ridge, keys, factor);
}

const outer = (linalg: LinearAlgebra, q: Matrix) => linalg.matmul(q, q, { transposeB: true });

async function primal(
  linalg: LinearAlgebra,
  newKeys: Matrix,
  ridge: number,
  earlier: Matrix,
): Promise<RidgeSolution> {
  const gram = add(earlier, await outer(linalg, newKeys));
  const system = add(gram, identity(gram.rows, ridge));
  return { solution: await linalg.solveSpd(system, newKeys), history: { gram } };
}

async function dual(
  linalg: LinearAlgebra,
  newKeys: Matrix,
  ridge: number,
  earlierKeys: Matrix,
  earlierFactor: Matrix,
): Promise<RidgeSolution> {
  const n = newKeys.cols;
  const corner = await linalg.matmul(newKeys, newKeys, { transposeA: true });
  for (let i = 0; i < n; i++) corner.data[i * n + i]! += ridge;
  const cross = await linalg.matmul(earlierKeys, newKeys, { transposeA: true });
  const factor = await extendCholesky(linalg, earlierFactor, cross, corner);
  const keys = concatColumns([earlierKeys, newKeys]);
  const picked = await linalg.solveTriangular(factor, lastColumns(keys.cols, n));
  const weights = await linalg.solveTriangular(factor, picked, { transpose: true });
  return { solution: await linalg.matmul(keys, weights), history: { keys, factor } };
}

/** E, the last n columns of the identity of size N, [N, n]. */
function lastColumns(size: number, n: number): Matrix<Float64Array> {
  return columns(identity(size), size - n, size);
}
