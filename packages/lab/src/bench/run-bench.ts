import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { openRun, runExists } from '@alphaedit/artifacts/node';
import { warnAll } from '@alphaedit/core';
import { editFacts, openModel, resolveSettings, sourcesOf } from '@alphaedit/core/node';
import { editorById, requireStatistics } from '@alphaedit/editors';
import { readFactSources } from '@alphaedit/eval/node';
import { makeFolder, writableFolder } from '@alphaedit/files';
import { inspectCheckpoint } from '@alphaedit/model/node';
import type { EditSettings, Fact, OnProgress } from '@alphaedit/spec';
import type { LabWork } from '../lab-work.js';
import { benchFiles, readBenchFile, writeJson } from './bench-files.js';
import { beginBench, inputsOf } from './bench-inputs.js';
import type { BenchOptions } from './bench-options.js';
import {
  type Checkpoint,
  type Cost,
  checkpointSchema,
  costSchema,
  type Measurement,
  measurementSchema,
} from './checkpoint.js';
import { folderValueStore } from './folder-value-store.js';
import { measureModel, type Yardstick } from './measure-model.js';
import { checkpointsOf, measureRun } from './measure-run.js';
import { PeakMemory } from './peak-memory.js';
import { readText } from './read-text.js';

/** One editor with one seed, as far as it came. */
export interface BenchRun {
  readonly editor: string;
  readonly seed: number;
  /** Whether every batch is edited and every measurement made. */
  readonly finished: boolean;
  /** Batches edited. */
  readonly batches: number;
  /** Seconds of editing: values, solves and weight changes, without measurements. */
  readonly seconds: number;
  readonly peakBytes?: number;
  readonly checkpoints: readonly Checkpoint[];
}

/** All that a bench has measured so far. */
export interface BenchState {
  readonly engine: string;
  readonly model: string;
  readonly modelHash: string;
  readonly factsHash: string;
  readonly settings: EditSettings;
  readonly facts: readonly Fact[];
  readonly batch: number;
  readonly unedited: Measurement;
  readonly runs: readonly BenchRun[];
}

/**
 * Sets editors side by side: each edits the same facts in the same batches from the unedited model, into a run
 * folder of its own, and is measured after every few batches. Everything is written as soon as it is known, so that
 * a bench that is stopped or killed goes on with the same command; a run half done goes on after its last batch.
 *
 * @param onEditor called with all that is known whenever an editor has finished
 * @throws {StatisticsError} `statistics-missing` where an editor requires them
 * @throws {SettingsError} `bench-of-other-inputs`; and what editing and measuring throw
 */
export async function runBench(
  directory: string,
  options: BenchOptions,
  work: LabWork,
  onEditor: (state: BenchState) => Promise<void>,
): Promise<BenchState> {
  const { out, batchSize: batch, every } = options;
  // Told before the first editor has run, not when the turn comes of the one that needs them.
  const editors = options.editors.map(editorById);
  const needy = editors.find(({ requires }) => requires.length > 0);
  if (needy && options.statistics === undefined) requireStatistics(undefined, needy.id);
  await writableFolder(out);
  await makeFolder(out);
  const { limit, offset, onBadFact: onBadRecord } = options;
  const { facts, warnings } = await readFactSources(sourcesOf(options.facts), { limit, offset, onBadRecord });
  warnAll(work, warnings);
  const { settings: given, layers } = options;
  const { ignoreConfigFields, strictConfig } = work;
  const info = await inspectCheckpoint(directory, { ignoreConfigFields, strictConfig });
  const settings = await resolveSettings({ info, model: directory, settings: given, layers }, editors);

  const opened = await openModel(directory, work);
  const { engine, port: model } = opened;
  let base: Omit<BenchState, 'runs'>;
  let yardstick: Yardstick;
  try {
    const documents = await readText(options.text ?? [], options.textTokens, model.tokenizer);
    const modelHash = await model.contentHash();
    const name = basename(resolve(directory));
    const { sample, said } = options;
    const inputs = inputsOf({
      model: name,
      modelHash,
      engine: engine.id,
      settings,
      facts,
      documents,
      chat: opened.chatForm?.text,
      batch,
      every,
      sample,
      said,
    });
    await beginBench(out, inputs);
    yardstick = { facts, sample, said, documents };
    const path = benchFiles.unedited(out);
    if (!existsSync(path)) {
      await writeJson(path, await measureModel(model, yardstick, facts.length, work, 'measure unedited'));
    }
    const unedited = (await readBenchFile(path, measurementSchema))!;
    const { factsHash } = inputs;
    base = { engine: engine.id, model: name, modelHash, factsHash, settings, facts, batch, unedited };
  } finally {
    opened.dispose();
  }

  const state = async (): Promise<BenchState> => ({ ...base, runs: await readRuns(options, facts.length) });
  for (const seed of options.seeds) {
    for (const [i, editor] of options.editors.entries()) {
      work.onNote?.(`${editor}, seed ${seed} (${i + 1} of ${options.editors.length})`);
      await editOnce(directory, options, editor, seed, facts.length, work);
      await measureRun(
        {
          run: await openRun(benchFiles.run(out, editor, seed)),
          wanted: checkpointsOf(Math.ceil(facts.length / batch), every),
          file: (batches) => benchFiles.checkpoint(out, editor, seed, batches),
          open: async () => (await openModel(directory, work)).port,
          yardstick,
          name: editor,
        },
        work,
      );
      await onEditor(await state());
    }
  }
  return state();
}

/** Edits with one editor, as far as it is not done, and notes the memory it took. */
async function editOnce(
  directory: string,
  options: BenchOptions,
  editor: string,
  seed: number,
  facts: number,
  work: LabWork,
): Promise<void> {
  const { out } = options;
  const run = benchFiles.run(out, editor, seed);
  const cost = benchFiles.cost(out, editor, seed);
  await makeFolder(dirname(cost));
  if (runExists(run) && (await openRun(run)).batches.at(-1)?.to === facts) return;
  const memory = new PeakMemory();
  memory.start();
  const onProgress: OnProgress = (progress) => {
    memory.sample();
    const stage = progress.stage === 'edit' ? `edit ${editor}` : progress.stage;
    work.onProgress?.({ ...progress, stage });
  };
  try {
    const model = await openModel(directory, { ...work, onProgress });
    try {
      await editFacts(model, {
        ...work,
        ...options,
        onProgress,
        out: run,
        editor,
        seed,
        valueStore: folderValueStore(benchFiles.values(out)),
        check: false,
        keepOriginal: false,
      });
    } finally {
      model.dispose();
    }
  } finally {
    const earlier = await readBenchFile(cost, costSchema);
    const here: Cost = { peakBytes: Math.max(memory.stop(), earlier?.peakBytes ?? 0) };
    await writeJson(cost, here);
  }
}

async function readRuns(
  { out, editors, seeds, batchSize, every }: BenchOptions,
  facts: number,
): Promise<BenchRun[]> {
  const wanted = checkpointsOf(Math.ceil(facts / batchSize), every);
  const runs: BenchRun[] = [];
  for (const editor of editors) {
    for (const seed of seeds) {
      const folder = benchFiles.run(out, editor, seed);
      if (!runExists(folder)) continue;
      const { batches } = await openRun(folder);
      const checkpoints: Checkpoint[] = [];
      for (const after of wanted) {
        const found = await readBenchFile(benchFiles.checkpoint(out, editor, seed, after), checkpointSchema);
        if (found) checkpoints.push(found);
      }
      const cost = await readBenchFile(benchFiles.cost(out, editor, seed), costSchema);
      runs.push({
        editor,
        seed,
        finished: checkpoints.length === wanted.length,
        batches: batches.length,
        seconds: batches.reduce((sum, { seconds }) => sum + seconds, 0),
        ...(cost && { peakBytes: cost.peakBytes }),
        checkpoints,
      });
    }
  }
  return runs;
}
