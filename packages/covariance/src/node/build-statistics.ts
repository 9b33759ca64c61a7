import { join } from 'node:path';
import { makeFolder, removeStaleTemporaries } from '@alphaedit/files';
import type { LinearAlgebra, TokenizerPort, Warning } from '@alphaedit/spec';
import { checkedOptions } from '../checked-options.js';
import type { CollectOptions } from '../collect-options.js';
import { collectSecondMoments } from '../collect-second-moments.js';
import { hashJson } from '../hash-json.js';
import { runKeyOf } from '../run-key.js';
import { decomposeStatistics } from './decompose-statistics.js';
import { fileCheckpoint } from './file-checkpoint.js';
import { findCollection } from './find-collection.js';
import { joinCollection } from './join-collection.js';
import type { Collection } from './manifest.js';
import { storedCollections } from './read-collections.js';
import { updateManifest } from './update-manifest.js';
import {
  type WriteStatisticsOptions,
  type WrittenLayer,
  type WrittenStatistics,
  writeStatistics,
  writtenLayer,
} from './write-statistics.js';

/** From which text, for which layers and into which folder statistics are built. */
export interface BuildStatisticsOptions
  extends Omit<CollectOptions, 'checkpoint' | 'documents'>,
    WriteStatisticsOptions {
  /**
   * The corpus: an array, or a function that reads it from its start. Only of such a text can it be told before
   * the work whether it has been collected; a stream, which can be read once, is always collected.
   */
  readonly documents: CollectOptions['documents'] | (() => CollectOptions['documents']);
  /** Folder to write to; made when it is missing. */
  readonly directory: string;
  /** Decomposes the second moments. */
  readonly linalg: LinearAlgebra;
  /** Whether to decompose them, as an edit with a null space needs it; true by default. */
  readonly decompose?: boolean;
  /** As in `decomposeStatistics`: what projectors are to be made with. */
  readonly from?: number;
}

/** One layer's second moment in the folder. */
export interface BuiltLayer extends WrittenLayer {
  /** Whether it was there already, so that nothing was collected for it. */
  readonly found: boolean;
}

/** The statistics that were asked for, where they are, and what they were made from. */
export interface BuiltStatistics extends WrittenStatistics {
  readonly layers: readonly BuiltLayer[];
  readonly documents: number;
  readonly tokens: number;
  readonly warnings: readonly Warning[];
}

/**
 * From text to a statistics folder: collects the second moments with a checkpoint in the folder, writes them,
 * removes the checkpoint, and decomposes them. The same call after an interruption goes on where it stopped; once
 * all is there, it finds it and runs no model.
 *
 * A folder holds collections of any number of texts, token budgets and models side by side. Layers asked for later
 * join the collection they belong to.
 *
 * @example await buildStatistics({ model, documents: () => readDocuments(['a.txt']), layers, directory, linalg })
 * @throws as `collectSecondMoments`, `fileCheckpoint`, `writeStatistics` and `decomposeStatistics`; an
 * unwritable folder and a damaged manifest are reported before any work
 */
export async function buildStatistics(options: BuildStatisticsOptions): Promise<BuiltStatistics> {
  const { directory, model, precision, linalg, decompose = true, from, signal, onProgress } = options;
  const { layers, contextLength, tokens } = checkedOptions(options);
  const reread = canBeReadAgain(options.documents) ? () => opened(options) : undefined;
  await makeFolder(directory);
  await removeStaleTemporaries(directory);
  await storedCollections(directory);
  const present =
    reread &&
    (await findCollection(directory, {
      model: await model.contentHash(),
      tokenizer: model.tokenizer,
      documents: reread,
      contextLength,
      tokens,
      precision,
      signal,
    }));
  const found = present?.layers.filter(({ layer }) => layers.includes(layer)) ?? [];
  const missing = layers.filter((layer) => !found.some((entry) => entry.layer === layer));
  const fresh = missing.length > 0 ? await collectInto(options, missing) : undefined;

  if (fresh === undefined) await noteTokenizer(directory, present!.collection, model.tokenizer);

  const collection = fresh?.collection ?? present!.collection.key;
  const origin = fresh?.origin ?? present!.collection.origin;
  if (decompose)
    await decomposeStatistics(directory, { linalg, collection, layers, from, signal, onProgress });
  const there = found.map((entry) => ({ ...writtenLayer(directory, entry, origin.tokens), found: true }));
  const added = fresh?.layers.map((layer) => ({ ...layer, found: false })) ?? [];
  return {
    collection,
    layers: [...there, ...added].sort((a, b) => a.layer - b.layer),
    documents: origin.documents,
    tokens: origin.tokens,
    warnings: fresh?.warnings ?? [],
  };
}

/** What was found has the tokens that this tokenizer makes of the text: it holds for it, too. */
async function noteTokenizer(directory: string, found: Collection, tokenizer: TokenizerPort): Promise<void> {
  const hash = await tokenizer.contentHash?.();
  if (hash === undefined || found.tokenizers?.includes(hash)) return;
  const noted = { ...found, layers: [], tokenizers: [hash] };
  await updateManifest(directory, (collections) => joinCollection(collections, noted));
}

async function collectInto(options: BuildStatisticsOptions, layers: readonly number[]) {
  const { directory } = options;
  const checkpoint = fileCheckpoint(join(directory, await checkpointFile(options, layers)));
  const documents = opened(options);
  const moments = await collectSecondMoments({ ...options, documents, layers, checkpoint });
  const written = await writeStatistics(directory, moments, options);
  await checkpoint.remove();
  return { ...written, origin: moments.origin, warnings: moments.warnings };
}

/**
 * A file for each run: another text is another run, as far as that can be told before the whole of it is read,
 * by its first document.
 */
async function checkpointFile(options: BuildStatisticsOptions, layers: readonly number[]): Promise<string> {
  const run = runKeyOf(await options.model.contentHash(), { ...checkedOptions(options), layers });
  const first = canBeReadAgain(options.documents) ? await firstOf(opened(options)) : null;
  return `checkpoint.${hashJson([run, first]).slice(0, 8)}.safetensors`;
}

async function firstOf(documents: CollectOptions['documents']): Promise<string | null> {
  for await (const document of documents) return document;
  return null;
}

function canBeReadAgain(documents: BuildStatisticsOptions['documents']): boolean {
  return typeof documents === 'function' || Array.isArray(documents);
}

function opened({ documents }: BuildStatisticsOptions): CollectOptions['documents'] {
  return typeof documents === 'function' ? documents() : documents;
}
