import { basename, resolve } from 'node:path';
import { type BatchRecord, manifestDifferences, type RunManifest } from '@alphaedit/artifacts';
import {
  appendBatch,
  createRun,
  factsHash,
  finishRun,
  openRun,
  type Run,
  readState,
  runExists,
} from '@alphaedit/artifacts/node';
import { assertStatisticsFor } from '@alphaedit/covariance';
import type { StoredStatistics } from '@alphaedit/covariance/node';
import { applyDelta, planEdit } from '@alphaedit/editors';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { contextTemplates } from '@alphaedit/model';
import type { EditorSettings, EditSettings, LinearAlgebra, ModelPort, ValueStore } from '@alphaedit/spec';
import { SettingsError, throwIfAborted } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { packageVersion } from '../ui/package-version.js';
import type { Task } from '../ui/task.js';
import { applyRun } from '../work/apply-run.js';
import { openModel } from '../work/open-model.js';
import { type EditInputs, type EditOptions, openInputs } from './open-inputs.js';
import { resolveAllSettings } from './resolve-settings.js';
import { statisticsFor } from './statistics-for.js';

export interface EditOutcome {
  readonly run: Run;
  readonly settings: EditSettings;
  readonly editorSettings: EditorSettings;
  readonly warnings: EditInputs['warnings'];
  /** Batches that were there already. */
  readonly resumed: number;
}

interface Prepared extends EditInputs {
  readonly model: ModelPort;
  readonly linalg: LinearAlgebra;
  readonly statistics: StoredStatistics | undefined;
  readonly settings: EditSettings;
  readonly editorSettings: EditorSettings;
  readonly valueStore?: ValueStore;
}

/**
 * Edits facts batch by batch into a run folder; a run begun with the same inputs is continued after its last
 * whole batch, to the same bits as if it had never stopped.
 *
 * @throws {SettingsError} `run-of-other-inputs` when the folder holds a run that differs
 */
export async function editFacts(directory: string, options: EditOptions, task: Task): Promise<EditOutcome> {
  const inputs = await openInputs(options);
  task.warn(inputs.warnings);
  const { engine, model } = await openModel(directory, task);
  try {
    return await editWith(directory, options, { ...inputs, model }, engine.id, task);
  } finally {
    model.dispose();
  }
}

async function editWith(
  directory: string,
  options: EditOptions,
  inputs: EditInputs & { readonly model: ModelPort },
  engine: string,
  task: Task,
): Promise<EditOutcome> {
  const { model } = inputs;
  const linalg = createLinearAlgebra({ backend: tf.backend() });
  const statistics = await statisticsFor(inputs.editor, options.stats, linalg);
  const { settings: file, set, layers } = options;
  const sources = { info: model.info, model: directory, file, set, layers };
  const { settings, editorSettings } = await resolveAllSettings(sources, inputs.editor);
  const hash = await model.contentHash();
  if (statistics) assertStatisticsFor(statistics, hash);
  const prepared = {
    ...inputs,
    linalg,
    statistics,
    settings,
    editorSettings,
    valueStore: options.valueStore,
  };

  const base = {
    packageVersion: packageVersion(),
    editor: inputs.editorName,
    settings: { ...settings, ...editorSettings },
    model: { name: basename(resolve(directory)), hash },
    statistics: statistics ? identityOf(statistics, settings) : null,
    facts: { count: inputs.facts.length, hash: factsHash(inputs.facts) },
    batchSize: options.batch,
    seed: options.seed,
    engine,
    linalg: linalg.provider,
  };
  const run = await beginOrContinue(options, prepared, base, task);
  const resumed = run.batches.length;
  const whole = await runBatches(run, prepared, task);
  await finishRun(whole, metricsOf(whole));
  const warnings = [...inputs.warnings, ...whole.batches.flatMap((batch) => batch.warnings)];
  return { run: whole, settings, editorSettings, warnings: distinct(warnings), resumed };
}

/** The keys of the second moments an edit rests on; nothing else in the folder matters to it. */
function identityOf({ manifest }: StoredStatistics, { layers }: EditSettings): RunManifest['statistics'] {
  const entries = manifest.layers.filter(({ layer }) => layers.includes(layer));
  return Object.fromEntries(entries.map(({ layer, key }) => [`layer ${layer}`, key]));
}

async function beginOrContinue(
  { out, seed }: EditOptions,
  { model, facts, templates }: Prepared,
  base: Omit<RunManifest, 'templates'>,
  task: Task,
): Promise<Run> {
  if (!runExists(out)) {
    const sampled = templates ?? (await contextTemplates(model, { seed }));
    throwIfAborted(task.signal, 'preparing the edit');
    return createRun(out, { ...base, templates: sampled }, facts);
  }
  const run = await openRun(out);
  // Sampled templates depend on model and seed, which are compared, so the recorded ones stand for them.
  const wanted = { ...base, templates: [...(templates ?? run.manifest.templates)] };
  const differences = manifestDifferences(run.manifest, wanted);
  if (differences.length > 0) throw otherInputs(out, differences);
  if (run.batches.length > 0) {
    task.log(`Continuing ${out} after batch ${run.batches.length}.`);
    if (run.undone.size > 0 && doneFacts(run) < facts.length) throw factsUndone(out, run.undone.size);
    if (doneFacts(run) < facts.length) await applyRun(model, run, task);
  }
  return run;
}

function otherInputs(out: string, differences: readonly string[]): SettingsError {
  return new SettingsError({
    code: 'run-of-other-inputs',
    message: `${out} holds a run of other inputs (${differences.join('; ')}).`,
    hint: 'Continue it with the inputs it was begun with, or choose another --out.',
    data: { run: out, differences },
  });
}

/** Later batches would be planned on weights that putting the facts back would change again. */
const factsUndone = (out: string, facts: number) =>
  new SettingsError({
    code: 'facts-undone',
    message: `${out} is not finished and ${facts} of its facts are undone.`,
    hint: `Put them back (\`alphaedit undo ${out} --restore\`), finish the run, and undo them again; or edit anew without them.`,
    data: { run: out, facts },
  });

const doneFacts = (run: Run) => run.batches.at(-1)?.to ?? 0;

async function runBatches(begun: Run, prepared: Prepared, task: Task): Promise<Run> {
  const { editor, model, facts, settings, editorSettings, linalg, statistics, valueStore } = prepared;
  const { batchSize, templates } = begun.manifest;
  const total = facts.length;
  let run = begun;
  let state = await readState(run);
  for (let from = doneFacts(run); from < total; from = doneFacts(run)) {
    throwIfAborted(task.signal, 'editing');
    const to = Math.min(from + batchSize, total);
    const batch = `batch ${run.batches.length + 1}/${Math.ceil(total / batchSize)}`;
    const started = performance.now();
    const plan = await planEdit(editor, {
      model,
      facts: facts.slice(from, to),
      settings,
      editorSettings,
      templates,
      linalg,
      statistics,
      state,
      valueStore,
      run: { facts: total, batchSize, from },
      signal: task.signal,
      // One bar over all facts; a batch's facts count once their values are found.
      onProgress: ({ stage, done, unit, detail }) =>
        task.onProgress({
          stage: 'edit',
          done: unit === 'facts' ? from + done : to,
          total,
          unit: 'facts',
          detail: `${batch}, ${stage}${detail ? `: ${detail}` : ''}`,
        }),
    });
    await applyDelta(model, plan.deltas);
    state = editor.supports.sequential ? plan.state : undefined;
    const { residual, deltaNorm, values } = plan.diagnostics;
    const seconds = (performance.now() - started) / 1000;
    const record = {
      from,
      to,
      seconds,
      residual,
      deltaNorm,
      values: [...values],
      warnings: [...plan.warnings],
    };
    run = await appendBatch(run, { record, deltas: plan.deltas, state });
    task.warn(plan.warnings);
  }
  return run;
}

/** One batch as the CLI tells it. */
export function batchSummary({ batch, from, to, seconds, residual, deltaNorm, values }: BatchRecord) {
  const sum = values.reduce((total, { targetProbability }) => total + targetProbability, 0);
  return {
    batch,
    facts: to - from,
    seconds,
    residual,
    deltaNorm,
    targetProbability: values.length > 0 ? sum / values.length : undefined,
  };
}

function metricsOf(run: Run): object {
  const batches = run.batches.map(batchSummary);
  return { facts: doneFacts(run), seconds: batches.reduce((sum, { seconds }) => sum + seconds, 0), batches };
}

/** Warnings that every batch repeats, once. */
function distinct(warnings: EditInputs['warnings']): EditInputs['warnings'] {
  return [...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values()];
}
