import {
  add,
  columns,
  concatColumns,
  extendCholesky,
  identity,
  pickColumns,
  shrinkCholesky,
  subtract,
  zeros,
} from '@alphaedit/linalg';
import type { LinearAlgebra, Matrix } from '@alphaedit/spec';
import { EditError } from '@alphaedit/spec';

/**
 * The ridge problem of all batches so far, in the space its columns were mapped to. `factor` while at most d columns
 * count, `gram` once there are more; all of them plain data, empty at the first batch.
 */
export interface RidgeHistory {
  /** Q [d, N]: the mapped keys of every batch before, those that no longer count among them. */
  readonly keys?: Matrix;
  /** Numbers of the columns that count, in the order of the factor, [1, n]; all of them in theirs where left out. */
  readonly counting?: Matrix;
  /** Lower Cholesky factor of QᵀQ + βI over the columns that count, [n, n]. */
  readonly factor?: Matrix;
  /** QQᵀ [d, d] over the columns that count, instead of the factor. */
  readonly gram?: Matrix;
}

/** Solution of a ridge problem, and the problem grown by its columns. */
export interface RidgeSolution {
  /** (QQᵀ + βI)⁻¹ Q E with E picking the batch's columns, [d, n]. */
  readonly solution: Matrix<Float64Array>;
  /** The history with this batch's columns in it. */
  readonly history: RidgeHistory;
}

/** What to solve. */
export interface RidgeRequest {
  /** Mapped keys of the batch, [d, n]. */
  readonly newKeys: Matrix;
  /** β */
  readonly ridge: number;
  readonly history?: RidgeHistory;
  /** Columns of the history that do not count, from 0: their rows and columns leave the system, others come back. */
  readonly takenOut?: ReadonlySet<number>;
}

/**
 * A = (QQᵀ + βI)⁻¹ Q E for Q = [earlier keys that count, new keys], E picking the new columns.
 *
 * With N ≤ d columns in the dual form, by the push-through identity A = Q (QᵀQ + βI)⁻¹ E: an N×N system of
 * which only the rows and columns the batch adds are factored (`extendCholesky`), and those that no longer count
 * are rotated out (`shrinkCholesky`). With more, the d×d system is the smaller one, and QQᵀ is kept in place of the
 * factor.
 *
 * @throws {LinalgError} `not-positive-definite` when β = 0 and keys are linearly dependent
 * @throws {EditError} `not-separable` for a history that does not hold the keys to take out
 * @see [Mathematics, AlphaEdit](/guide/mathematics#alphaedit)
 */
export async function ridgeSolution(
  linalg: LinearAlgebra,
  { newKeys, ridge, history = {}, takenOut = new Set() }: RidgeRequest,
): Promise<RidgeSolution> {
  const d = newKeys.rows;
  const keys = history.keys ?? (history.gram ? undefined : zeros(d, 0));
  if (keys === undefined) {
    if (takenOut.size > 0) throw keysNotKept(takenOut.size);
    return primal(linalg, newKeys, ridge, { gram: history.gram! });
  }
  const before = history.counting ? Array.from(history.counting.data) : [...Array(keys.cols).keys()];
  const there = new Set(before);
  const stay = before.filter((column) => !takenOut.has(column));
  const back = [...Array(keys.cols).keys()].filter((column) => !there.has(column) && !takenOut.has(column));
  const added = Array.from({ length: newKeys.cols }, (_, i) => keys.cols + i);
  const all = concatColumns([keys, newKeys]);
  const counting = [...stay, ...back, ...added];
  const inOrder = counting.every((column, i) => column === i);
  const next: Pick<RidgeHistory, 'keys' | 'counting'> = {
    keys: all,
    ...(!inOrder && { counting: { rows: 1, cols: counting.length, data: Float64Array.from(counting) } }),
  };
  if (history.gram || counting.length > d) {
    const gone = before.filter((column) => takenOut.has(column));
    const gram = await changedGram(linalg, keys, history.gram, { before, gone, back });
    const found = await primal(linalg, newKeys, ridge, { gram });
    return { ...found, history: { ...found.history, ...next } };
  }
  const gone = before.flatMap((column, row) => (takenOut.has(column) ? [row] : []));
  const factor = history.factor ?? zeros(0, 0);
  const found = await dual(linalg, {
    all,
    counting,
    factor: gone.length > 0 ? shrinkCholesky(factor, gone) : factor,
    ridge,
    newKeys,
  });
  return { solution: found.solution, history: { ...next, factor: found.factor } };
}

/** QQᵀ over the columns that count now, from that of those that did. */
async function changedGram(
  linalg: LinearAlgebra,
  keys: Matrix,
  gram: Matrix | undefined,
  { before, gone, back }: Record<'before' | 'gone' | 'back', readonly number[]>,
): Promise<Matrix> {
  const outer = (of: readonly number[]) => {
    const q = pickColumns(keys, of);
    return linalg.matmul(q, q, { transposeB: true });
  };
  let changed = gram ?? (await outer(before));
  if (gone.length > 0) changed = subtract(changed, await outer(gone));
  if (back.length > 0) changed = add(changed, await outer(back));
  return changed;
}

async function primal(
  linalg: LinearAlgebra,
  newKeys: Matrix,
  ridge: number,
  earlier: { readonly gram: Matrix },
): Promise<RidgeSolution> {
  const gram = add(earlier.gram, await linalg.matmul(newKeys, newKeys, { transposeB: true }));
  const system = add(gram, identity(gram.rows, ridge));
  return { solution: await linalg.solveSpd(system, newKeys), history: { gram } };
}

interface DualProblem {
  /** Q with columns that do not count among them, [d, N]. */
  readonly all: Matrix;
  /** The n columns that count, in the order of the factor and of those to come. */
  readonly counting: readonly number[];
  /** Factor over the first of them. */
  readonly factor: Matrix;
  readonly ridge: number;
  /** The last of all columns, which E picks. */
  readonly newKeys: Matrix;
}

async function dual(linalg: LinearAlgebra, { all, counting, factor, ridge, newKeys }: DualProblem) {
  const asked = newKeys.cols;
  const old = factor.rows;
  const grow = counting.length - old;
  const fresh = grow === asked ? newKeys : pickColumns(all, counting.slice(old));
  // Over all columns, so that none has to be copied; those that do not count are left out afterwards.
  const products = await linalg.matmul(all, fresh, { transposeA: true });
  const cross = chosenRows(products, counting.slice(0, old));
  const corner = chosenRows(products, counting.slice(old));
  for (let i = 0; i < grow; i++) corner.data[i * grow + i]! += ridge;
  const grown = await extendCholesky(linalg, factor, cross, corner);
  const n = counting.length;
  const picked = await linalg.solveTriangular(grown, columns(identity(n), n - asked, n));
  const weights = await linalg.solveTriangular(grown, picked, { transpose: true });
  const spread = zeros(all.cols, asked);
  for (const [i, column] of counting.entries()) {
    spread.data.set(weights.data.subarray(i * asked, (i + 1) * asked), column * asked);
  }
  return { solution: await linalg.matmul(all, spread), factor: grown };
}

function chosenRows({ cols, data }: Matrix, chosen: readonly number[]): Matrix<Float64Array> {
  const part = zeros(chosen.length, cols);
  for (const [k, r] of chosen.entries()) part.data.set(data.subarray(r * cols, (r + 1) * cols), k * cols);
  return part;
}

const keysNotKept = (facts: number) =>
  new EditError({
    code: 'not-separable',
    message: `The history of earlier batches was kept without its keys: ${facts} of their facts cannot be left out of it.`,
    hint: 'Edit again from the unedited model.',
    data: { facts },
  });
