import { type CollectionChoice, openStatistics, type StoredStatistics } from '@alphaedit/covariance/node';
import { requireStatistics } from '@alphaedit/editors';
import {
  assertStatisticsFor,
  type Editor,
  type EditorSettings,
  type LinearAlgebra,
  requirementsOf,
  type Statistics,
  type TokenizerPort,
} from '@alphaedit/spec';
import type { ModelLineage } from '../model/lineage-of.js';

/** What opened statistics compute with, and which they are. */
export interface StatisticsForOptions extends Omit<CollectionChoice, 'model' | 'tokenizer'> {
  readonly linalg: LinearAlgebra;
  /** Content hash of the model, asked for only where an editor needs statistics: it may take reading all weights. */
  readonly modelHash: () => Promise<string>;
  /** The models it was made from, whose statistics serve it as well. */
  readonly lineage: ModelLineage;
  readonly tokenizer: TokenizerPort | undefined;
}

/**
 * The statistics given, opened if they are a folder, for an editor that needs them under settings of its own; nothing
 * for one that does not.
 *
 * @throws {StatisticsError} `statistics-missing`, `statistics-of-another-model`, `statistics-of-another-tokenizer`, and as `openStatistics`
 */
export async function statisticsFor(
  editor: Editor,
  settings: EditorSettings,
  given: string | Statistics | undefined,
  { linalg, modelHash, lineage, tokenizer, ...choice }: StatisticsForOptions,
): Promise<Statistics | undefined> {
  if (requirementsOf(editor, settings).length === 0) return undefined;
  const tokenizerHash = await tokenizer?.contentHash?.();
  const hash = await modelHash();
  const ancestors = lineage.madeFrom.map((one) => one.hash);
  const found =
    typeof given === 'string'
      ? await openStatistics(given, {
          linalg,
          model: [hash, ...ancestors],
          tokenizer: tokenizerHash,
          ...choice,
        })
      : requireStatistics(given, editor.id);
  const statistics = serving(found, hash, lineage);
  assertStatisticsFor(statistics, hash, tokenizerHash);
  return statistics;
}

/** Statistics with what they serve: a model that was made from theirs by edits. */
export const serving = <T extends Statistics>(statistics: T, hash: string, { madeFrom }: ModelLineage): T =>
  madeFrom.some((ancestor) => ancestor.hash === statistics.modelHash)
    ? { ...statistics, serves: [hash] }
    : statistics;

/** What a run records of the statistics it rests on: the key of each edited layer's second moment, or the model's hash. */
export function statisticsIdentity(
  statistics: Statistics,
  layers: readonly number[],
): Readonly<Record<string, string>> {
  const keys = keysOf(statistics);
  if (!keys) return { model: statistics.modelHash };
  return Object.fromEntries(
    [...keys].filter(([layer]) => layers.includes(layer)).map(([layer, key]) => [`layer ${layer}`, key]),
  );
}

function keysOf(statistics: Statistics): readonly (readonly [number, string])[] | undefined {
  if ('collection' in statistics) {
    const { layers } = statistics.collection as StoredStatistics['collection'];
    return layers.map(({ layer, key }) => [layer, key]);
  }
  if (!('keys' in statistics)) return undefined;
  return Object.entries(statistics.keys as Record<number, string>).map(([layer, key]) => [
    Number(layer),
    key,
  ]);
}
