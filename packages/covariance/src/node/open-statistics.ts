import type { LinearAlgebra, NullSpaceThreshold, Warning } from '@alphaedit/spec';
import { type NullSpace, nullSpace, nullSpaceBeside } from '../null-space.js';
import { requireLayer } from '../require-layer.js';
import {
  type DecomposedMoment,
  type SpectralStatistics,
  spectralStatistics,
} from '../spectral-statistics.js';
import { type Spectrum, spectrumOf } from '../spectrum.js';
import { type CollectionChoice, chooseCollection } from './choose-collection.js';
import type { Collection } from './manifest.js';
import { readCollections } from './read-collections.js';
import { readLeading } from './stored-leading.js';
import { readSecondMoment } from './stored-moment.js';
import { readEigenvalues, readSpectrum, spectrumPath } from './stored-spectrum.js';

/** What opened statistics compute with, and which they are. */
export interface OpenStatisticsOptions extends CollectionChoice {
  /** Does the projectors' products, and decomposes second moments whose spectrum is not stored. */
  readonly linalg: LinearAlgebra;
}

/** One collection of a statistics folder. Matrices are read when asked for; nothing stays open. */
export interface StoredStatistics extends SpectralStatistics {
  readonly directory: string;
  readonly collection: Collection;
  /** Whether the eigen-decomposition of a layer is stored, so that nothing needs to be computed for it. */
  hasSpectrum(layer: number): boolean;
  /**
   * The stored eigenvalues of a layer, without its eigenvectors; nothing where there are none. Computes nothing.
   *
   * @throws {StatisticsError} `statistics-missing`, `statistics-broken`
   */
  storedSpectrum(layer: number): Promise<Spectrum | undefined>;
  /**
   * What a threshold leaves of a layer's key space, from what is stored; nothing where it would have to be computed.
   *
   * @throws {StatisticsError} `statistics-missing`, `statistics-broken`, `empty-null-space`
   */
  storedNullSpace(layer: number, threshold: NullSpaceThreshold): Promise<NullSpace | undefined>;
}

/**
 * Opens one collection of a statistics folder; writes nothing. What is read is checked: the manifest's fields
 * and keys, that each file is the one the manifest means, shapes, digests, and that every number is finite.
 *
 * A layer whose eigen-decomposition is not stored is decomposed when a projector is first asked for, and kept in
 * memory; its projectors then carry the warning `spectrum-not-stored`. `decomposeStatistics` stores it.
 *
 * @example const statistics = await openStatistics('stats', { linalg, model: await model.contentHash(), layers })
 * @throws {StatisticsError} `statistics-missing`, `statistics-broken`, `statistics-of-another-model`,
 * `statistics-of-another-tokenizer`, `several-collections` where more than one fits
 */
export async function openStatistics(
  directory: string,
  { linalg, ...choice }: OpenStatisticsOptions,
): Promise<StoredStatistics> {
  const collection = chooseCollection(directory, await readCollections(directory), choice);
  const { keySize, origin } = collection;
  const { modelHash } = origin;
  const layers = collection.layers.map(({ layer }) => layer);
  const entryOf = (layer: number) => {
    requireLayer(layers, layer, modelHash);
    return collection.layers.find((entry) => entry.layer === layer)!;
  };
  const secondMoment = (layer: number) => readSecondMoment(directory, entryOf(layer), keySize);
  const computed = new Map<number, Promise<DecomposedMoment>>();
  const decompose = async (layer: number): Promise<DecomposedMoment> => ({
    ...(await linalg.eigh(await secondMoment(layer))),
    warnings: [notStored(directory, layer)],
  });
  const source = {
    modelHash,
    tokenizers: collection.tokenizers,
    layers,
    secondMoment,
    async eigen(layer: number): Promise<DecomposedMoment> {
      const stored = await readSpectrum(directory, entryOf(layer), keySize);
      if (stored) return stored;
      let eigen = computed.get(layer);
      if (eigen === undefined) {
        eigen = decompose(layer);
        computed.set(layer, eigen);
        eigen.catch(() => computed.delete(layer));
      }
      return eigen;
    },
    async leading(layer: number, value: number) {
      const entry = entryOf(layer);
      const found = await readLeading(directory, entry, keySize, value);
      return found && { ...found, trace: entry.trace };
    },
    isDecomposed: (layer: number) =>
      computed.has(layer) || spectrumPath(directory, entryOf(layer)) !== undefined,
  };
  return {
    ...spectralStatistics(source, linalg),
    directory,
    collection,
    hasSpectrum: (layer) => spectrumPath(directory, entryOf(layer)) !== undefined,
    async storedSpectrum(layer) {
      const values = await readEigenvalues(directory, entryOf(layer), keySize);
      return values && spectrumOf(layer, values);
    },
    async storedNullSpace(layer, threshold) {
      const entry = entryOf(layer);
      const values = await readEigenvalues(directory, entry, keySize);
      if (values) return nullSpace(values, threshold, layer);
      if (threshold.kind !== 'absolute') return undefined;
      const found = await readLeading(directory, entry, keySize, threshold.value);
      const { trace } = entry;
      return found && nullSpaceBeside(found.values, { dimension: keySize, trace }, threshold, layer);
    },
  };
}

function notStored(directory: string, layer: number): Warning {
  return {
    code: 'spectrum-not-stored',
    message: `The second moment of layer ${layer} was decomposed for this time only: ${directory} does not hold its eigen-decomposition. Store it with \`decomposeStatistics\`.`,
    data: { directory, layer },
  };
}
