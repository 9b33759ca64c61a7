import { join } from 'node:path';
import { makeFolder } from '@alphaedit/files';
import { throwIfAborted, type Work } from '@alphaedit/spec';
import type { SecondMoments } from '../second-moments.js';
import { collectionKey, type StatisticsPrecision } from '../statistics-key.js';
import { joinCollection } from './join-collection.js';
import type { LayerEntry } from './manifest.js';
import { writeSecondMoment } from './stored-moment.js';
import { updateManifest } from './update-manifest.js';

/** How second moments are written. */
export interface WriteStatisticsOptions extends Work {
  /** Number format of the matrices; float64 by default. */
  readonly precision?: StatisticsPrecision;
  /** What the text is, in words: kept in the manifest. */
  readonly corpus?: string;
}

/** One layer's second moment in a folder. */
export interface WrittenLayer {
  readonly layer: number;
  readonly tokens: number;
  /** Tr C₀: the mean squared length of a key. */
  readonly trace: number;
  readonly path: string;
}

/** Second moments in a folder, as one of its collections. */
export interface WrittenStatistics {
  /** Key of the collection: `openStatistics` takes it, or its first digits, as `collection`. */
  readonly collection: string;
  readonly layers: readonly WrittenLayer[];
}

/**
 * Writes second moments to a folder: one safetensors file per layer, named for its key, then the manifest,
 * whose renaming into place is the moment the folder holds them. Until then, and when writing fails, the folder
 * holds what it held.
 *
 * Layers join the collection of the same model, text, cuts and precision; every other collection of the folder stays as it
 * is.
 *
 * @throws {StatisticsError} `statistics-broken` when the folder's manifest is damaged
 * @throws {OutputError} `output-locked`, `disk-full`, `output-unwritable`, `output-failed`
 * @throws {AbortedError}
 */
export async function writeStatistics(
  directory: string,
  moments: SecondMoments,
  options: WriteStatisticsOptions = {},
): Promise<WrittenStatistics> {
  const { precision = 'float64', corpus = '', signal, onProgress } = options;
  const { origin, tokenizer, keySize, layers } = moments;
  await makeFolder(directory);
  const entries: LayerEntry[] = [];
  for (const layer of layers) {
    throwIfAborted(signal, 'writing statistics');
    const matrix = moments.secondMoment(layer);
    entries.push(await writeSecondMoment(directory, matrix, { layer, origin, precision, signal }));
    onProgress?.({ stage: 'write statistics', done: entries.length, total: layers.length, unit: 'layers' });
  }
  const key = collectionKey(origin, precision);
  const tokenizers = tokenizer === undefined ? undefined : [tokenizer];
  const added = { key, origin, tokenizers, corpus, keySize, precision, layers: entries };
  await updateManifest(directory, (collections) => joinCollection(collections, added));
  return { collection: key, layers: entries.map((entry) => writtenLayer(directory, entry, origin.tokens)) };
}

/** What is said of a layer that is in a folder. */
export function writtenLayer(
  directory: string,
  { layer, trace, file }: LayerEntry,
  tokens: number,
): WrittenLayer {
  return { layer, tokens, trace, path: join(directory, file) };
}
