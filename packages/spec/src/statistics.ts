import type { Matrix } from './matrix.js';
import type { Warning } from './progress.js';

/**
 * Which eigenvectors of C₀ span the preserved knowledge.
 * `absolute`: those with eigenvalue ≥ τ are preserved (published: 0.02).
 * `keep-trace`: the fewest leading ones that hold this share of the trace are preserved, 0 < share < 1.
 */
export type NullSpaceThreshold =
  | { readonly kind: 'absolute'; readonly value: number }
  | { readonly kind: 'keep-trace'; readonly value: number };

/**
 * P = U₀U₀ᵀ = I − U₁U₁ᵀ, the projector on the null space of the preserved keys, held as the thinner of the
 * two bases and never formed.
 */
export interface NullSpaceProjector {
  /** d: P is [d, d]. */
  readonly dimension: number;
  /** Rank of P. */
  readonly nullDimension: number;
  /** Orthonormal columns: U₀ (`spans: 'null'`) or U₁ (`spans: 'preserved'`). */
  readonly basis: Matrix<Float64Array>;
  readonly spans: 'null' | 'preserved';
  /** Thresholds that leave no constraint (P ≈ I) are reported here; P = 0 is an error. */
  readonly warnings: readonly Warning[];
  /** P · K for K [d, n], float64. */
  project(keys: Matrix): Promise<Matrix<Float64Array>>;
}

/** Second moments of the keys of one model, by layer. */
export interface Statistics {
  /** Content hash of the model they were made from. */
  readonly modelHash: string;
  /**
   * Content hashes of models that were made from it by edits, and that they serve as well: what is to be preserved is what
   * the unedited model knows. Left out where there are none.
   */
  readonly serves?: readonly string[];
  /**
   * Content hashes of the tokenizers that are known to make of the text the tokens these were summed over. Left out where
   * none is known.
   */
  readonly tokenizers?: readonly string[];
  readonly layers: readonly number[];
  /** C₀ = K₀K₀ᵀ / tokens, [d, d]. @throws {StatisticsError} `statistics-missing` */
  secondMoment(layer: number): Promise<Matrix<Float64Array>>;
  /** @throws {StatisticsError} `statistics-missing`, or `empty-null-space` when P = 0 */
  projector(layer: number, threshold: NullSpaceThreshold): Promise<NullSpaceProjector>;
}
