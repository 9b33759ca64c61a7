import { type LeadingEigen, leadingEigen } from '@alphaedit/linalg';
import type {
  Eigh,
  LinearAlgebra,
  Matrix,
  NullSpaceProjector,
  NullSpaceThreshold,
  Statistics,
  Warning,
} from '@alphaedit/spec';
import { createProjector, projectorBeside } from './create-projector.js';
import { diagonalSum } from './diagonal-sum.js';
import { requireLayer } from './require-layer.js';

/** Statistics that can also show their eigen-decompositions. */
export interface SpectralStatistics extends Statistics {
  /** C₀ = V · diag(values) · Vᵀ. @throws {StatisticsError} `statistics-missing` */
  eigen(layer: number): Promise<Eigh>;
}

/** An eigen-decomposition, with what its projectors are to warn of. */
export type DecomposedMoment = Eigh & { readonly warnings?: readonly Warning[] };

/** Where the matrices come from. */
export interface StatisticsSource {
  readonly modelHash: string;
  readonly tokenizers?: readonly string[];
  readonly layers: readonly number[];
  secondMoment(layer: number): Promise<Matrix<Float64Array>>;
  eigen(layer: number): Promise<DecomposedMoment>;
  /** The eigenpairs with λ ≥ `value`, where they are at hand, and tr C₀. */
  leading?(layer: number, value: number): Promise<(LeadingEigen & { readonly trace: number }) | undefined>;
  /** Whether `eigen` has its result at hand, so that nothing is computed for it. */
  isDecomposed(layer: number): boolean;
}

/**
 * Statistics over any source. Projectors are made once per layer and threshold and kept: they hold the
 * thinner basis only, while an eigen-decomposition is let go as soon as they are made. Where there is none yet, and the
 * threshold is an eigenvalue that few directions reach, only those are computed.
 */
export function spectralStatistics(source: StatisticsSource, linalg: LinearAlgebra): SpectralStatistics {
  const projectors = new Map<string, Promise<NullSpaceProjector>>();
  const { modelHash, tokenizers, layers } = source;
  return {
    modelHash,
    tokenizers,
    layers,
    async secondMoment(layer) {
      requireLayer(layers, layer, modelHash);
      return source.secondMoment(layer);
    },
    async eigen(layer) {
      requireLayer(layers, layer, modelHash);
      return source.eigen(layer);
    },
    async projector(layer, threshold) {
      requireLayer(layers, layer, modelHash);
      const key = `${layer} ${threshold.kind} ${threshold.value}`;
      let projector = projectors.get(key);
      if (projector === undefined) {
        projector = makeProjector(source, layer, threshold, linalg);
        projectors.set(key, projector);
        projector.catch(() => projectors.delete(key));
      }
      return projector;
    },
  };
}

async function makeProjector(
  source: StatisticsSource,
  layer: number,
  threshold: NullSpaceThreshold,
  linalg: LinearAlgebra,
): Promise<NullSpaceProjector> {
  if (threshold.kind === 'absolute' && threshold.value > 0 && !source.isDecomposed(layer)) {
    const { value } = threshold;
    const stored = await source.leading?.(layer, value);
    if (stored) return projectorBeside(stored, stored.trace, threshold, { linalg, layer });
    const c0 = await source.secondMoment(layer);
    const preserved = await leadingEigen(linalg, c0, value);
    if (preserved) return projectorBeside(preserved, diagonalSum(c0), threshold, { linalg, layer });
  }
  const eigen = await source.eigen(layer);
  return createProjector(eigen, threshold, { linalg, layer, warnings: eigen.warnings });
}
