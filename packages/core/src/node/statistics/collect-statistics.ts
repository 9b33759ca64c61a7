import { basename } from 'node:path';
import {
  collectSecondMoments,
  inMemoryStatistics,
  type SpectralStatistics,
  statisticsKey,
} from '@alphaedit/covariance';
import {
  type BuiltStatistics,
  buildStatistics,
  openStatistics,
  readDocuments,
} from '@alphaedit/covariance/node';
import { writableFolder } from '@alphaedit/files';
import type { Warning } from '@alphaedit/spec';
import { nullSpaceThreshold } from '@alphaedit/spec';
import { type CoreWork, warnAll } from '../../work.js';
import type { OpenedModel } from '../model/open-model.js';
import { resolveSettings } from '../settings/resolve-settings.js';

/** From which text, for which layers, and where to. */
export interface CollectStatisticsOptions extends CoreWork {
  /**
   * Text files: one document per line, or one per `text` field of a `.jsonl` file, each cut to the model's context;
   * or the documents themselves.
   */
  readonly text: string | readonly string[] | AsyncIterable<string>;
  /** Blocks; those an edit of this model changes where left out. */
  readonly layers?: readonly number[];
  /** Stop after so many tokens. */
  readonly tokens?: number;
  /**
   * Folder to keep them in, beside others; in memory only where left out. A collection that was interrupted goes on
   * there, and one that is there already is found (unless the documents themselves are given, which can be read once).
   */
  readonly out?: string;
  /** Whether to decompose and store what is kept in a folder, as an edit with a null space needs it; true by default. */
  readonly decompose?: boolean;
  /** What the text is, in words, for the record; the names of the files where left out. */
  readonly corpus?: string;
}

/** Statistics of the keys over text, ready for `editFacts`. */
export interface CollectedStatistics extends SpectralStatistics {
  readonly documents: number;
  readonly tokens: number;
  /** Key of each layer's second moment: a hash over all it depends on. */
  readonly keys: Readonly<Record<number, string>>;
  /** The layers as they are in the folder; nothing without `out`. */
  readonly written?: BuiltStatistics['layers'];
  readonly warnings: readonly Warning[];
}

/**
 * Meets a missing file, a broken first line, or an unwritable folder before a model is loaded.
 *
 * @throws {DatasetError} `file-missing`, `jsonl-line`, …; {OutputError} `folder-not-writable`
 */
export async function checkStatisticsInputs({
  text,
  out,
}: Pick<CollectStatisticsOptions, 'text' | 'out'>): Promise<void> {
  if (out !== undefined) await writableFolder(out);
  for (const file of filesOf(text) ?? []) for await (const _ of readDocuments([file])) break;
}

/**
 * Second moments C₀ = K₀K₀ᵀ / tokens of the keys over text, all layers in one pass, in memory or, with `out`, in a
 * folder, and there decomposed.
 *
 * @example
 * const statistics = await collectStatistics(model, { text: 'models/demo/text.txt' });
 * @throws as `checkStatisticsInputs`, `collectSecondMoments` and `buildStatistics`
 */
export async function collectStatistics(
  model: OpenedModel,
  options: CollectStatisticsOptions,
): Promise<CollectedStatistics> {
  const { port, linalg, directory } = model;
  const { text, out, tokens, decompose, signal, onProgress } = options;
  await checkStatisticsInputs(options);
  const files = filesOf(text);
  const settings = await resolveSettings({ info: port.info, model: directory });
  const layers = options.layers ?? settings.layers;
  const collect = { model: port, layers, tokens, signal, onProgress };
  if (out === undefined) {
    const documents = files ? readDocuments(files) : (text as AsyncIterable<string>);
    const moments = await collectSecondMoments({ ...collect, documents });
    const { origin, warnings } = moments;
    warnAll(options, warnings);
    return {
      ...inMemoryStatistics(moments, linalg),
      documents: origin.documents,
      tokens: origin.tokens,
      keys: Object.fromEntries(layers.map((layer) => [layer, statisticsKey(origin, layer, 'float64')])),
      warnings,
    };
  }
  const corpus = options.corpus ?? (files?.map((file) => basename(file)).join(', ') || 'given documents');
  const documents = files ? () => readDocuments(files) : (text as AsyncIterable<string>);
  const threshold = nullSpaceThreshold(settings);
  const from = threshold.kind === 'absolute' ? threshold.value : undefined;
  const to = { directory: out, corpus, linalg, decompose, from };
  const built = await buildStatistics({ ...collect, documents, ...to });
  warnAll(options, built.warnings);
  const stored = await openStatistics(out, { linalg, collection: built.collection });
  return {
    ...stored,
    documents: built.documents,
    tokens: built.tokens,
    keys: Object.fromEntries(stored.collection.layers.map(({ layer, key }) => [layer, key])),
    written: built.layers,
    warnings: built.warnings,
  };
}

/** The files `text` names; nothing where it is the documents themselves. */
function filesOf(text: CollectStatisticsOptions['text']): readonly string[] | undefined {
  if (typeof text === 'string') return [text];
  return Symbol.asyncIterator in text ? undefined : text;
}
