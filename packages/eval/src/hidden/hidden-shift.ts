import type { LinearAlgebra, Matrix } from '@alphaedit/spec';
import { LinalgError } from '@alphaedit/spec';
import { frechetDistance, trace } from './frechet-distance.js';
import { moments } from './moments.js';
import { principalPlane } from './principal-plane.js';

/** How far the hidden states of known prompts have moved. */
export interface HiddenShift {
  readonly prompts: number;
  /** Fréchet distance (squared) of the two distributions in all directions. */
  readonly frechet: number;
  /** `frechet` / tr Σ of the states before: 0 where nothing moved, comparable between models. */
  readonly relativeFrechet: number;
  /** ‖μ_after − μ_before‖ / √(tr Σ_before). */
  readonly relativeMeanShift: number;
  /** Mean over prompts of ‖h_after − h_before‖ / ‖h_before‖: moves that cancel in the distribution show here. */
  readonly relativeMove: number;
  /** The states in the plane of the two largest principal components of both together. */
  readonly plane: {
    readonly explained: readonly [number, number];
    /** Fréchet distance within the plane. */
    readonly frechet: number;
    readonly before: readonly (readonly [number, number])[];
    readonly after: readonly (readonly [number, number])[];
  };
}

/**
 * How far the distribution of a layer's hidden states moved: states of the same prompts before and after an
 * edit, [prompts, hiddenSize] each.
 *
 * @throws {LinalgError} `shape-mismatch` unless both have the same shape and at least two rows
 * @see Fang et al. 2025, "AlphaEdit", figure 5 (there with t-SNE, which has no axes to measure on)
 */
export async function hiddenShift(
  before: Matrix,
  after: Matrix,
  { linalg }: { readonly linalg: LinearAlgebra },
): Promise<HiddenShift> {
  const { rows, cols } = before;
  if (rows < 2 || after.rows !== rows || after.cols !== cols) {
    throw new LinalgError({
      code: 'shape-mismatch',
      message: `States [${rows}, ${cols}] before and [${after.rows}, ${after.cols}] after cannot be compared.`,
      hint: 'Read the same two or more prompts at the same layer, before and after.',
      data: { before: [rows, cols], after: [after.rows, after.cols] },
    });
  }
  const [a, b] = [await moments(before, linalg), await moments(after, linalg)];
  const variance = trace(a.covariance);
  const frechet = await frechetDistance(a, b, linalg);
  const shift = a.mean.reduce((sum, x, j) => sum + (x - b.mean[j]!) ** 2, 0);
  const both = new Float64Array(2 * rows * cols);
  both.set(before.data);
  both.set(after.data, rows * cols);
  const plane = await principalPlane({ rows: 2 * rows, cols, data: both }, linalg);
  const [flatBefore, flatAfter] = [await plane.project(before), await plane.project(after)];
  return {
    prompts: rows,
    frechet,
    relativeFrechet: frechet / variance,
    relativeMeanShift: Math.sqrt(shift / variance),
    relativeMove: meanMove(before, after),
    plane: {
      explained: plane.explained,
      frechet: await frechetDistance(
        await moments(flatBefore, linalg),
        await moments(flatAfter, linalg),
        linalg,
      ),
      before: pairs(flatBefore),
      after: pairs(flatAfter),
    },
  };
}

function meanMove(before: Matrix, after: Matrix): number {
  const { rows, cols } = before;
  let total = 0;
  for (let i = 0; i < rows; i++) {
    let [move, size] = [0, 0];
    for (let j = i * cols; j < (i + 1) * cols; j++) {
      move += (after.data[j]! - before.data[j]!) ** 2;
      size += before.data[j]! ** 2;
    }
    total += size > 0 ? Math.sqrt(move / size) : 0;
  }
  return total / rows;
}

const pairs = ({ rows, data }: Matrix): [number, number][] =>
  Array.from({ length: rows }, (_, i) => [data[2 * i]!, data[2 * i + 1]!]);
