import type { Matrix } from '@alphaedit/spec';
import { concatColumns } from './concat-columns.js';

/** A product left · rightᵀ by its factors, left [m, r] and right [n, r]. */
export interface Factors {
  readonly left: Matrix;
  readonly right: Matrix;
}

/**
 * A sum of products as one, Σ leftᵢ · rightᵢᵀ = [left₁ left₂ …] · [right₁ right₂ …]ᵀ, float64.
 *
 * @throws {LinalgError} `shape-mismatch` when heights differ
 */
export const concatFactors = (parts: readonly Factors[]): Factors => ({
  left: concatColumns(parts.map(({ left }) => left)),
  right: concatColumns(parts.map(({ right }) => right)),
});
