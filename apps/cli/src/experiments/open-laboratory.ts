import { factsHash } from '@alphaedit/artifacts/node';
import {
  assertStatisticsFor,
  collectSecondMoments,
  inMemoryStatistics,
  type SpectralStatistics,
} from '@alphaedit/covariance';
import { openStatistics, readDocuments } from '@alphaedit/covariance/node';
import { readFactsFile } from '@alphaedit/eval/node';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { contextTemplates } from '@alphaedit/model';
import type { EditSettings, Fact, LinearAlgebra, ModelPort, Warning } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { resolveSettings } from '../edit/resolve-settings.js';
import type { Task } from '../ui/task.js';
import { openModel } from '../work/open-model.js';
import type { LaboratoryOptions } from './options.js';

/** A model with everything an edit of it needs, in memory. */
export interface Laboratory {
  readonly model: ModelPort;
  readonly facts: readonly Fact[];
  readonly settings: EditSettings;
  readonly templates: readonly string[];
  readonly linalg: LinearAlgebra;
  readonly statistics: SpectralStatistics;
  /** Tokens they were collected over. */
  readonly corpusTokens: number;
  /** Documents that are in no statistic, afresh at each call; none where statistics came from a folder. */
  readonly heldOut: () => AsyncIterable<string>;
  readonly engine: string;
  readonly seeds: Readonly<Record<string, number>>;
  readonly hashes: Readonly<Record<string, string>>;
  readonly warnings: readonly Warning[];
}

/**
 * Opens model, facts and settings, and statistics from a folder or, in memory, from text.
 *
 * @throws {SettingsError} `no-statistics` without --stats or --text, and whatever is wrong with the inputs
 */
export async function openLaboratory(
  directory: string,
  options: LaboratoryOptions,
  task: Task,
): Promise<Laboratory> {
  const { facts: file, limit, seed, settings: settingsFile, set, layers } = options;
  if (options.stats === undefined && !options.text?.length) {
    throw new SettingsError({
      code: 'no-statistics',
      message: 'There is no text to collect statistics from.',
      hint: 'Give --text FILE, or --stats with a folder that `alphaedit covariance` wrote.',
    });
  }
  const { facts, warnings } = await readFactsFile(file, { limit, onBadRecord: 'skip' });
  const { engine, model } = await openModel(directory, task);
  const linalg = createLinearAlgebra({ backend: tf.backend() });
  const settings = await resolveSettings({
    info: model.info,
    model: directory,
    file: settingsFile,
    set,
    layers,
  });
  const { statistics, tokens } = await openOrCollect(model, settings, options, linalg, task);
  const templates = await contextTemplates(model, { seed });
  task.warn(warnings);
  return {
    model,
    facts,
    settings,
    templates,
    linalg,
    statistics,
    corpusTokens: tokens,
    heldOut: () => parted(options, 'held out'),
    engine: engine.id,
    seeds: { contexts: seed },
    hashes: { model: await model.contentHash(), facts: factsHash(facts) },
    warnings,
  };
}

async function openOrCollect(
  model: ModelPort,
  { layers }: EditSettings,
  options: LaboratoryOptions,
  linalg: LinearAlgebra,
  { signal, onProgress }: Task,
): Promise<{ readonly statistics: SpectralStatistics; readonly tokens: number }> {
  const { stats, tokens } = options;
  if (stats !== undefined) {
    const statistics = await openStatistics(stats, { linalg });
    assertStatisticsFor(statistics, await model.contentHash());
    return { statistics, tokens: statistics.manifest.origin.tokens };
  }
  const documents = parted(options, 'used');
  const moments = await collectSecondMoments({ model, documents, layers, tokens, signal, onProgress });
  return { statistics: inMemoryStatistics(moments, linalg), tokens: moments.origin.tokens };
}

/** The documents statistics are made of, or those every `holdOut`-th one of which is kept out of them. */
async function* parted(
  { text = [], holdOut }: LaboratoryOptions,
  part: 'used' | 'held out',
): AsyncGenerator<string> {
  let number = 0;
  for await (const document of readDocuments(text)) {
    const out = holdOut !== undefined && ++number % holdOut === 0;
    if (out === (part === 'held out')) yield document;
  }
}
