import { factsHash } from '@alphaedit/artifacts/node';
import { warnAll } from '@alphaedit/core';
import {
  collectStatistics,
  lineageOf,
  openModel,
  resolveAllSettings,
  resolveEditor,
  resolveSettings,
  serving,
} from '@alphaedit/core/node';
import type { SpectralStatistics } from '@alphaedit/covariance';
import { openStatistics, readDocuments } from '@alphaedit/covariance/node';
import { readFactsFile } from '@alphaedit/eval/node';
import { contextTemplates } from '@alphaedit/model';
import type {
  Editor,
  EditorSettings,
  EditSettings,
  Fact,
  LinearAlgebra,
  ModelPort,
  Warning,
} from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';
import type { LaboratoryOptions } from './laboratory-options.js';

/** A model with everything an edit of it needs, in memory. */
export interface Laboratory {
  readonly model: ModelPort;
  readonly facts: readonly Fact[];
  readonly settings: EditSettings;
  /** The settings that an editor has of its own. */
  editorSettings(editor: Editor): Promise<EditorSettings>;
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
 * Opens model, facts and settings, and statistics from a folder or, in memory, from text; hands them to `measure`, and
 * lets go of the model.
 *
 * @throws {SettingsError} `no-statistics` without `stats` or `text`, and whatever is wrong with the inputs
 */
export async function withLaboratory<T>(
  directory: string,
  options: LaboratoryOptions,
  work: LabWork,
  measure: (laboratory: Laboratory) => Promise<T>,
): Promise<T> {
  const { facts: file, limit, seed, settings: given, layers } = options;
  if (options.stats === undefined && !options.text?.length) {
    throw new SettingsError({
      code: 'no-statistics',
      message: 'There is no text to collect statistics from.',
      hint: 'Give `text`, or `stats` with a folder of statistics.',
    });
  }
  const editors = await editorsOf(options, work);
  const { facts, warnings } = await readFactsFile(file, { limit, onBadRecord: 'skip' });
  const opened = await openModel(directory, work);
  try {
    const { port: model, linalg, engine } = opened;
    const sources = { info: model.info, model: directory, settings: given, layers };
    const settings = await resolveSettings(sources, editors);
    const { statistics, tokens } = await openOrCollect(opened, settings, options, work);
    warnAll(work, warnings);
    return await measure({
      model,
      facts,
      settings,
      editorSettings: async (editor) => (await resolveAllSettings(sources, editor, editors)).editorSettings,
      templates: await contextTemplates(model, { seed }),
      linalg,
      statistics,
      corpusTokens: tokens,
      heldOut: () => parted(options, 'held out'),
      engine: engine.id,
      seeds: { contexts: seed },
      hashes: { model: await model.contentHash(), facts: factsHash(facts) },
      warnings,
    });
  } finally {
    opened.dispose();
  }
}

/** The editors an experiment names: their own settings may be among those given. */
async function editorsOf({ editors = '' }: LaboratoryOptions, { onWarning }: LabWork): Promise<Editor[]> {
  const names = editors.split(',').filter((name) => name.trim() !== '');
  return Promise.all(names.map(async (name) => (await resolveEditor(name.trim(), { onWarning })).editor));
}

async function openOrCollect(
  opened: Awaited<ReturnType<typeof openModel>>,
  { layers }: EditSettings,
  options: LaboratoryOptions,
  { signal, onProgress }: LabWork,
): Promise<{ readonly statistics: SpectralStatistics; readonly tokens: number }> {
  const { stats, collection, tokens } = options;
  if (stats !== undefined) {
    const { linalg, port } = opened;
    const hash = await port.contentHash();
    const lineage = await lineageOf(opened.directory, { signal });
    const model = [hash, ...lineage.madeFrom.map((ancestor) => ancestor.hash)];
    const tokenizer = await port.tokenizer.contentHash?.();
    const found = await openStatistics(stats, { linalg, model, tokenizer, layers, collection });
    const statistics = serving(found, hash, lineage);
    return { statistics, tokens: statistics.collection.origin.tokens };
  }
  const text = parted(options, 'used');
  const statistics = await collectStatistics(opened, { text, layers, tokens, signal, onProgress });
  return { statistics, tokens: statistics.tokens };
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
