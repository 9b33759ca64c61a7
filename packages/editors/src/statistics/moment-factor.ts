import { identity, scale } from '@alphaedit/linalg';
import type { LinearAlgebra, Matrix, Statistics } from '@alphaedit/spec';
import { LinalgError, StatisticsError } from '@alphaedit/spec';
import { requireStatistics } from './require-statistics.js';

/** Factors by statistics, and by what was factored: d³/3 operations that every batch shares. */
const factors = new WeakMap<Statistics, Map<string, Promise<Matrix<Float64Array>>>>();

export interface MomentFactorRequest {
  readonly linalg: LinearAlgebra;
  readonly layer: number;
  readonly statistics: Statistics | undefined;
  /** λ */
  readonly weight?: number;
  /** β */
  readonly ridge?: number;
}

/**
 * Lower L [d, d] with LLᵀ = λC₀ + βI, λ = 1 and β = 0 unless given. Made once for a layer and kept as long as
 * the statistics.
 *
 * @throws {StatisticsError} `second-moment-singular`, `statistics-missing`
 */
export async function momentFactor({
  linalg,
  layer,
  statistics,
  weight = 1,
  ridge = 0,
}: MomentFactorRequest): Promise<Matrix<Float64Array>> {
  const known = requireStatistics(statistics);
  const made = factors.get(known) ?? new Map<string, Promise<Matrix<Float64Array>>>();
  factors.set(known, made);
  const key = `${linalg.provider} ${layer} ${weight} ${ridge}`;
  let factor = made.get(key);
  if (!factor) {
    factor = known.secondMoment(layer).then((c0) => {
      const system = weight === 1 ? c0 : scale(c0, weight);
      if (ridge === 0) return linalg.cholesky(system);
      const ridged = identity(c0.rows, ridge);
      for (let i = 0; i < ridged.data.length; i++) ridged.data[i]! += system.data[i]!;
      return linalg.cholesky(ridged);
    });
    made.set(key, factor);
    factor.catch(() => made.delete(key));
  }
  try {
    return await factor;
  } catch (cause) {
    if (!LinalgError.isInstance(cause) || cause.code !== 'not-positive-definite') throw cause;
    throw new StatisticsError({
      code: 'second-moment-singular',
      message: `The second moment of layer ${layer} is singular: it was made from too few tokens.`,
      hint: 'Collect it over more text: at least a few tokens per component of a key.',
      data: { layer },
      cause,
    });
  }
}
