import type { Eigh, LinearAlgebra, Matrix, NullSpaceProjector, Statistics, Warning } from '@alphaedit/spec';
import { createProjector } from './create-projector.js';
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
}

/**
 * Statistics over any source. Projectors are made once per layer and threshold and kept: they hold the
 * thinner basis only, while an eigen-decomposition is let go as soon as they are made.
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
        projector = source
          .eigen(layer)
          .then((eigen) => createProjector(eigen, threshold, { linalg, layer, warnings: eigen.warnings }));
        projectors.set(key, projector);
        projector.catch(() => projectors.delete(key));
      }
      return projector;
    },
  };
}
