import { join } from 'node:path';
import { type LinearAlgebra, StatisticsError, throwIfAborted, type Work } from '@alphaedit/spec';
import { type CollectionChoice, fittingCollections } from './choose-collection.js';
import { type Collection, type LayerEntry, spectrumFile } from './manifest.js';
import { readCollections } from './read-collections.js';
import { readSecondMoment } from './stored-moment.js';
import { readSpectrum, type SpectrumEntry, writeSpectrum } from './stored-spectrum.js';
import { updateManifest } from './update-manifest.js';

/** What is decomposed, and with what. */
export interface DecomposeStatisticsOptions extends CollectionChoice, Work {
  readonly linalg: LinearAlgebra;
}

/** The eigen-decomposition of one layer in a folder. */
export interface DecomposedLayer {
  /** Key of its collection. */
  readonly collection: string;
  readonly layer: number;
  readonly path: string;
  /** Whether it was there already. */
  readonly found: boolean;
}

/**
 * C₀ = UΛUᵀ of the layers of a statistics folder, each stored beside its second moment as soon as it is done: the same
 * call after an interruption goes on with the next layer, and does nothing where all are there. A stored
 * decomposition that is damaged is made anew.
 *
 * Of every collection that fits the choice, the layers named in it, or all.
 *
 * @throws {StatisticsError} `statistics-missing`, `statistics-broken`, `statistics-of-another-model`
 * @throws {OutputError} `output-locked`, `disk-full`, `output-unwritable`, `output-failed`
 * @throws {AbortedError}
 */
export async function decomposeStatistics(
  directory: string,
  { linalg, signal, onProgress, ...choice }: DecomposeStatisticsOptions,
): Promise<readonly DecomposedLayer[]> {
  const fitting = fittingCollections(directory, await readCollections(directory), choice);
  const wanted = fitting.flatMap((collection) =>
    collection.layers
      .filter(({ layer }) => choice.layers?.includes(layer) ?? true)
      .map((entry) => ({ collection, entry })),
  );
  const decomposed: DecomposedLayer[] = [];
  const report = (detail?: string) =>
    onProgress?.({
      stage: 'decompose',
      done: decomposed.length,
      total: wanted.length,
      unit: 'layers',
      detail,
    });
  for (const { collection, entry } of wanted) {
    throwIfAborted(signal, 'decomposing second moments');
    report(`layer ${entry.layer}`);
    decomposed.push(await decomposeLayer(directory, collection, entry, linalg, signal));
  }
  report();
  return decomposed;
}

async function decomposeLayer(
  directory: string,
  { key, keySize }: Collection,
  entry: LayerEntry,
  linalg: LinearAlgebra,
  signal: AbortSignal | undefined,
): Promise<DecomposedLayer> {
  const { layer } = entry;
  const result = { collection: key, layer, path: join(directory, spectrumFile(layer, entry.key)) };
  if (await holdsSpectrum(directory, entry, keySize)) return { ...result, found: true };
  const eigen = await linalg.eigh(await readSecondMoment(directory, entry, keySize));
  const spectrum = await writeSpectrum(directory, entry, eigen, signal);
  await updateManifest(directory, (collections) =>
    collections.map((collection) =>
      collection.key === key ? withSpectrum(collection, entry, spectrum) : collection,
    ),
  );
  return { ...result, found: false };
}

/** Whether a sound eigen-decomposition is there. */
async function holdsSpectrum(directory: string, entry: LayerEntry, d: number): Promise<boolean> {
  try {
    return (await readSpectrum(directory, entry, d)) !== undefined;
  } catch (error) {
    if (StatisticsError.isInstance(error)) return false;
    throw error;
  }
}

/** Unless the second moment has been replaced by another meanwhile. */
function withSpectrum(
  collection: Collection,
  { layer, sha256 }: LayerEntry,
  spectrum: SpectrumEntry,
): Collection {
  const layers = collection.layers.map((entry) =>
    entry.layer === layer && entry.sha256 === sha256 ? { ...entry, spectrum } : entry,
  );
  return { ...collection, layers };
}
