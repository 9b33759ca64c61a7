import { columns } from '@alphaedit/linalg';
import {
  type Eigh,
  LinalgError,
  type LinearAlgebra,
  type Matrix,
  type NullSpaceProjector,
  type NullSpaceThreshold,
  StatisticsError,
  type Warning,
} from '@alphaedit/spec';
import { nullDimension, trace } from './null-dimension.js';

/** From this share of directions on P is as good as the identity: what is left is no constraint. */
const NEARLY_ALL = 0.99;

/** What a projector computes with, and what its messages name. */
export interface ProjectorOptions {
  /** Does the products of `project`. */
  readonly linalg: LinearAlgebra;
  /** Named in messages. */
  readonly layer?: number;
  /** Warnings to hand on. */
  readonly warnings?: readonly Warning[];
}

/**
 * P = U₀U₀ᵀ = I − U₁U₁ᵀ: the projector on the eigenvectors U₀ [d, d₀] of C₀ whose eigenvalues the threshold
 * counts as zero; U₁ are the others. It is held as the thinner of the two, in float64, and applied as
 * PK = U₀(U₀ᵀK) or PK = K − U₁(U₁ᵀK).
 *
 * Warns with `null-space-is-everything` when d₀ / d ≥ 0.99 (P ≈ I: hardly a direction is preserved) and with
 * `null-space-is-nearly-empty` when d₀ / d ≤ 0.01 (P ≈ 0: hardly a direction is left to edit in). Both carry
 * the figures of the spectrum, with the share of the trace that is preserved.
 *
 * @param eigen eigenvalues ascending, eigenvectors as columns
 * @throws {StatisticsError} `empty-null-space` when P = 0
 * @throws {SettingsError} `threshold-out-of-range`
 * @see [Mathematics, what must stay](/guide/mathematics#what-must-stay)
 */
export function createProjector(
  { values, vectors }: Eigh,
  threshold: NullSpaceThreshold,
  { linalg, layer, warnings = [] }: ProjectorOptions,
): NullSpaceProjector {
  const d = values.length;
  const d0 = nullDimension(values, threshold);
  const figures = {
    layer,
    threshold,
    dimension: d,
    nullDimension: d0,
    largest: values.at(-1),
    smallest: values[0],
    trace: trace(values),
    preservedTrace: trace(values.subarray(d0)) / trace(values),
  };
  if (d0 === 0) throw emptyNullSpace(figures, threshold);
  const spans = d0 <= d / 2 ? 'null' : 'preserved';
  const basis = spans === 'null' ? columns(vectors, 0, d0) : columns(vectors, d0, d);
  return {
    dimension: d,
    nullDimension: d0,
    basis,
    spans,
    warnings: [...warnings, ...thresholdWarnings(figures)],
    async project(keys) {
      if (keys.rows !== d) throw wrongRows(keys, d);
      const K = Float64Array.from(keys.data);
      const whole = { rows: d, cols: keys.cols, data: K };
      if (basis.cols === 0 || keys.cols === 0) return whole;
      const along = await linalg.matmul(basis, keys, { transposeA: true }); // [r, n]
      const spanned = await linalg.matmul(basis, along); // [d, n]
      if (spans === 'null') return spanned;
      for (let i = 0; i < K.length; i++) K[i]! -= spanned.data[i]!;
      return whole;
    },
  };
}

interface Figures {
  readonly layer: number | undefined;
  readonly dimension: number;
  readonly nullDimension: number;
  readonly largest: number | undefined;
  readonly smallest: number | undefined;
  readonly preservedTrace: number;
}

function thresholdWarnings(figures: Figures): Warning[] {
  const { dimension, nullDimension, preservedTrace } = figures;
  const preserved = `${dimension - nullDimension} of ${dimension} directions (${percent(preservedTrace)} of the trace)`;
  const where = `${at(figures)}${spectrumOf(figures)}`;
  if (nullDimension >= NEARLY_ALL * dimension) {
    return [
      {
        code: 'null-space-is-everything',
        message: `${where}: the threshold preserves only ${preserved}, so the null space hardly constrains the edit.`,
        data: { ...figures },
      },
    ];
  }
  if (nullDimension <= (1 - NEARLY_ALL) * dimension) {
    return [
      {
        code: 'null-space-is-nearly-empty',
        message: `${where}: the threshold preserves ${preserved}, which leaves hardly any to edit in.`,
        data: { ...figures },
      },
    ];
  }
  return [];
}

function emptyNullSpace(figures: Figures, threshold: NullSpaceThreshold): StatisticsError {
  const hint =
    threshold.kind === 'absolute'
      ? 'Use a threshold above the smallest eigenvalue, or a relative one, e.g. --keep-trace 0.95; see `alphaedit spectrum`.'
      : 'Keep a smaller share of the trace, e.g. --keep-trace 0.9; see `alphaedit spectrum`.';
  return new StatisticsError({
    code: 'empty-null-space',
    message: `${at(figures)}${spectrumOf(figures)}: no direction falls under the ${threshold.kind} threshold ${threshold.value}, so an edit would do nothing.`,
    hint,
    data: { ...figures },
  });
}

function at({ layer }: Figures): string {
  return layer === undefined ? 'The second moment' : `Layer ${layer}`;
}

function spectrumOf({ smallest, largest }: Figures): string {
  return ` (eigenvalues ${smallest?.toPrecision(3)} to ${largest?.toPrecision(3)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function wrongRows(keys: Matrix, dimension: number): LinalgError {
  return new LinalgError({
    code: 'shape-mismatch',
    message: `Keys [${keys.rows}, ${keys.cols}] cannot be projected by P [${dimension}, ${dimension}].`,
    hint: 'Pass keys as columns, [keySize, n], of the layer the projector was made for.',
    data: { rows: keys.rows, dimension },
  });
}
