import { columns, type LeadingEigen } from '@alphaedit/linalg';
import {
  type Eigh,
  LinalgError,
  type LinearAlgebra,
  type Matrix,
  type NullSpaceProjector,
  type NullSpaceThreshold,
  type Warning,
} from '@alphaedit/spec';
import { type NullSpace, nullSpace, nullSpaceBeside } from './null-space.js';

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
  const space = nullSpace(values, threshold, layer);
  const { dimension: d, nullDimension: d0 } = space;
  const spans = d0 <= d / 2 ? 'null' : 'preserved';
  const basis = spans === 'null' ? columns(vectors, 0, d0) : columns(vectors, d0, d);
  return projectorOn(basis, spans, { ...space, warnings: [...warnings, ...space.warnings] }, linalg);
}

/**
 * The same from the eigenpairs with λ ≥ τ alone: P = I − U₁U₁ᵀ.
 *
 * @param preserved all of them
 * @param trace of C₀
 */
export function projectorBeside(
  preserved: LeadingEigen,
  trace: number,
  threshold: NullSpaceThreshold,
  { linalg, layer }: ProjectorOptions,
): NullSpaceProjector {
  const { values, vectors } = preserved;
  const space = nullSpaceBeside(values, { dimension: vectors.rows, trace }, threshold, layer);
  return projectorOn(vectors, 'preserved', space, linalg);
}

function projectorOn(
  basis: Matrix<Float64Array>,
  spans: NullSpaceProjector['spans'],
  { dimension: d, nullDimension, warnings }: NullSpace,
  linalg: LinearAlgebra,
): NullSpaceProjector {
  return {
    dimension: d,
    nullDimension,
    basis,
    spans,
    warnings,
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

function wrongRows(keys: Matrix, dimension: number): LinalgError {
  return new LinalgError({
    code: 'shape-mismatch',
    message: `Keys [${keys.rows}, ${keys.cols}] cannot be projected by P [${dimension}, ${dimension}].`,
    hint: 'Pass keys as columns, [keySize, n], of the layer the projector was made for.',
    data: { rows: keys.rows, dimension },
  });
}
