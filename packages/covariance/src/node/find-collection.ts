import { StatisticsError, type TokenizerPort } from '@alphaedit/spec';
import { corpusDigest } from '../corpus-digest.js';
import { ARITHMETIC } from '../second-moments.js';
import { collectionKey, type StatisticsPrecision } from '../statistics-key.js';
import type { Collection, LayerEntry } from './manifest.js';
import { storedCollections } from './read-collections.js';
import { readSecondMoment } from './stored-moment.js';

/** What a collection is looked for by: every input of its key. */
export interface FindCollectionOptions {
  /** Content hash of the model. */
  readonly model: string;
  readonly tokenizer: TokenizerPort;
  /** Reads the text from its start. */
  readonly documents: () => Iterable<string> | AsyncIterable<string>;
  /** Tokens a document is cut to: for `buildStatistics` the model's context by default. */
  readonly contextLength: number;
  /** The limit on tokens, if there is one. */
  readonly tokens?: number;
  /** float64 by default. */
  readonly precision?: StatisticsPrecision;
  readonly signal?: AbortSignal;
}

/** A collection of a folder, with those of its layers that are sound. */
export interface FoundCollection {
  readonly collection: Collection;
  readonly layers: readonly LayerEntry[];
}

/**
 * Looks in a folder for what `buildStatistics` would collect, without a model: it reads and tokenises the text, and
 * only where the folder holds statistics of this model with these cuts at all.
 *
 * @returns nothing where there is no such collection
 * @throws {StatisticsError} `statistics-broken` when the folder's manifest is damaged
 * @throws {AbortedError}
 */
export async function findCollection(
  directory: string,
  {
    model,
    tokenizer,
    documents,
    contextLength,
    tokens,
    precision = 'float64',
    signal,
  }: FindCollectionOptions,
): Promise<FoundCollection | undefined> {
  const candidates = (await storedCollections(directory)).filter(
    ({ origin, precision: stored }) =>
      origin.modelHash === model &&
      origin.arithmetic === ARITHMETIC &&
      origin.contextLength === contextLength &&
      origin.tokenBudget === tokens &&
      stored === precision,
  );
  if (candidates.length === 0) return undefined;
  const digest = await corpusDigest({ documents: documents(), tokenizer, contextLength, tokens, signal });
  const origin = { ...digest, modelHash: model, tokenBudget: tokens, contextLength, arithmetic: ARITHMETIC };
  const key = collectionKey(origin, precision);
  const collection = candidates.find((candidate) => candidate.key === key);
  return collection && { collection, layers: await soundLayers(directory, collection) };
}

async function soundLayers(directory: string, { layers, keySize }: Collection): Promise<LayerEntry[]> {
  const sound: LayerEntry[] = [];
  for (const entry of layers) {
    try {
      await readSecondMoment(directory, entry, keySize);
      sound.push(entry);
    } catch (error) {
      if (!StatisticsError.isInstance(error)) throw error;
    }
  }
  return sound;
}
