import { join } from 'node:path';
import { leadingEigen } from '@alphaedit/linalg';
import { type LinearAlgebra, StatisticsError, throwIfAborted, type Work } from '@alphaedit/spec';
import { type CollectionChoice, fittingCollections } from './choose-collection.js';
import { type Collection, type LayerEntry, leadingFile, spectrumFile } from './manifest.js';
import { readCollections } from './read-collections.js';
import { readLeading, writeLeading } from './stored-leading.js';
import { readSecondMoment } from './stored-moment.js';
import { readSpectrum, writeSpectrum } from './stored-spectrum.js';
import { updateManifest } from './update-manifest.js';

/** What is decomposed, and with what. */
export interface DecomposeStatisticsOptions extends CollectionChoice, Work {
  readonly linalg: LinearAlgebra;
  /**
   * Of a large second moment only the eigenpairs from this eigenvalue on, where they are few: all that a projector with
   * such a threshold needs. The whole decomposition where left out.
   */
  readonly from?: number;
  /** Up to this size a second moment is decomposed whole all the same; 2048 by default. */
  readonly wholeUpTo?: number;
}

/** Up to here a whole decomposition takes seconds, and serves every threshold. */
const WHOLE_UP_TO = 2048;

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
 * C₀ = UΛUᵀ of the layers of a statistics folder, whole or from an eigenvalue on, each stored beside its second moment as soon as it is done: the same
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
  { linalg, from, wholeUpTo = WHOLE_UP_TO, signal, onProgress, ...choice }: DecomposeStatisticsOptions,
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
    const least = collection.keySize > wholeUpTo ? from : undefined;
    decomposed.push(await decomposeLayer(directory, collection, entry, { linalg, from: least, signal }));
  }
  report();
  return decomposed;
}

async function decomposeLayer(
  directory: string,
  { key, keySize }: Collection,
  entry: LayerEntry,
  { linalg, from, signal }: Pick<DecomposeStatisticsOptions, 'linalg' | 'from' | 'signal'>,
): Promise<DecomposedLayer> {
  const { layer } = entry;
  const result = (file: string, found: boolean) => ({
    ...{ collection: key, layer, found },
    path: join(directory, file),
  });
  const note = (made: Pick<LayerEntry, 'spectrum' | 'leading'>) =>
    updateManifest(directory, (collections) =>
      collections.map((collection) =>
        collection.key === key ? withSpectra(collection, entry, made) : collection,
      ),
    );
  const whole = spectrumFile(layer, entry.key);
  if (await isSound(readSpectrum(directory, entry, keySize))) return result(whole, true);
  const few = leadingFile(layer, entry.key);
  const isThere = from !== undefined && (await isSound(readLeading(directory, entry, keySize, from)));
  if (isThere) return result(few, true);
  const moment = await readSecondMoment(directory, entry, keySize);
  const leading = from !== undefined && (await leadingEigen(linalg, moment, from));
  if (leading) {
    await note({ leading: await writeLeading(directory, entry, leading, from, signal) });
    return result(few, false);
  }
  const eigen = await linalg.eigh(moment);
  await note({ spectrum: await writeSpectrum(directory, entry, eigen, signal) });
  return result(whole, false);
}

/** Whether what is read is there, and undamaged. */
async function isSound(reading: Promise<unknown>): Promise<boolean> {
  try {
    return (await reading) !== undefined;
  } catch (error) {
    if (StatisticsError.isInstance(error)) return false;
    throw error;
  }
}

/** Unless the second moment has been replaced by another meanwhile. */
function withSpectra(
  collection: Collection,
  { layer, sha256 }: LayerEntry,
  made: Pick<LayerEntry, 'spectrum' | 'leading'>,
): Collection {
  const layers = collection.layers.map((entry) =>
    entry.layer === layer && entry.sha256 === sha256 ? { ...entry, ...made } : entry,
  );
  return { ...collection, layers };
}
