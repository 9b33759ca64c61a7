import type { Eigh, LinearAlgebra } from '@alphaedit/spec';
import type { SecondMoments } from './second-moments.js';
import { type SpectralStatistics, spectralStatistics } from './spectral-statistics.js';

/** Statistics straight from a collection, without a folder between: for browsers and small models. */
export function inMemoryStatistics(moments: SecondMoments, linalg: LinearAlgebra): SpectralStatistics {
  const decompositions = new Map<number, Promise<Eigh>>();
  const source = {
    modelHash: moments.origin.modelHash,
    tokenizers: moments.tokenizer === undefined ? undefined : [moments.tokenizer],
    layers: moments.layers,
    secondMoment: async (layer: number) => moments.secondMoment(layer),
    eigen(layer: number): Promise<Eigh> {
      let eigen = decompositions.get(layer);
      if (eigen === undefined) {
        eigen = linalg.eigh(moments.secondMoment(layer));
        decompositions.set(layer, eigen);
      }
      return eigen;
    },
    isDecomposed: (layer: number) => decompositions.has(layer),
  };
  return spectralStatistics(source, linalg);
}
