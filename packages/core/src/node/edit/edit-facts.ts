import { appendBatch, factsHash, finishRun, type Run, readState } from '@alphaedit/artifacts/node';
import { assertStatisticsFor } from '@alphaedit/covariance';
import { evaluate, type Task } from '@alphaedit/eval';
import { contextTemplates } from '@alphaedit/model';
import type { EditorSettings, EditSettings, Fact, Statistics, Warning, Work } from '@alphaedit/spec';
import { EditError, throwIfAborted } from '@alphaedit/spec';
import {
  type BatchFigures,
  type BatchSummary,
  batchFigures,
  batchSummary,
} from '../../edit/batch-summary.js';
import { editInBatches } from '../../edit/edit-in-batches.js';
import { type ReportScores, scores } from '../../measure/scores.js';
import { distinctWarnings, warnAll } from '../../work.js';
import type { OpenedModel } from '../model/open-model.js';
import { applyRun } from '../runs/apply-run.js';
import { changeLedger } from '../runs/change-ledger.js';
import { resolveAllSettings } from '../settings/resolve-settings.js';
import { statisticsFor, statisticsIdentity } from '../statistics/statistics-for.js';
import { packageVersion } from '../version.js';
import { type EditInputs, readEditInputs } from './edit-inputs.js';
import type { EditFactsOptions } from './edit-options.js';
import { assertLastEdit, assertUnedited, beginEdit, endEdit, isOnModel } from './edits-on-model.js';
import { beginOrContinueRun, doneFacts } from './keep-run.js';
import { OriginalWeights } from './original-weights.js';

/** What is measured of an edit. */
export interface MeasureEditOptions extends Work {
  /** All that the facts have prompts for by default. */
  readonly tasks?: readonly Task[];
}

/** The edit's facts on the model before and after. */
export interface EditMeasures {
  /** On the model as it was; nothing with `keepOriginal: false`. */
  readonly before?: ReportScores;
  readonly after: ReportScores;
}

/** Facts that were edited, and the model they are on. */
export interface Edit {
  readonly facts: readonly Fact[];
  /** The editor's id, or package, version and export. */
  readonly editor: string;
  readonly settings: EditSettings;
  readonly editorSettings: EditorSettings;
  readonly batches: readonly BatchSummary[];
  /** Each once, in the order they came up. */
  readonly warnings: readonly Warning[];
  /** The run folder as it stands; nothing without `out`. */
  readonly run?: Run;
  /** Batches that were in the run folder already. */
  readonly resumed: number;
  /** Efficacy, generalization, specificity and portability on the edit's facts, before and after. */
  measure(options?: MeasureEditOptions): Promise<EditMeasures>;
  /**
   * Puts the model's weights back, bit for bit. A run folder stays and notes in its ledger that its facts are out;
   * `changeLedger` puts them back there.
   *
   * @throws {EditError} `edited-later`, `already-undone`, `original-not-kept`
   */
  undo(): Promise<void>;
  /** Puts the model's weights back, bit for bit, and leaves a run folder as it is. @throws {EditError} as `undo` */
  detach(): Promise<void>;
}

interface Prepared extends EditInputs {
  readonly resolved: { readonly settings: EditSettings; readonly editorSettings: EditorSettings };
  readonly opened: Statistics | undefined;
}

/**
 * Edits facts batch by batch and leaves them on the model; with `out`, into a run folder, where a run begun with the
 * same inputs goes on after its last whole batch, to the same bits as if it had never stopped.
 *
 * @example
 * const edit = await editFacts(model, { facts, statistics });
 * console.log(await edit.measure());
 * await edit.undo();
 * @throws {SettingsError} `run-of-other-inputs` when the folder holds a run that differs, `facts-undone`
 * @throws {StatisticsError} `statistics-missing`, `statistics-of-another-model`
 * @throws {EditError} `model-edited`, and what `planEdit` and `applyDelta` throw; in memory the model is then as it
 * was, a run keeps its whole batches
 */
export async function editFacts(model: OpenedModel, options: EditFactsOptions): Promise<Edit> {
  const inputs = await readEditInputs(options);
  warnAll(inputs, inputs.warnings);
  const { out, settings: given, layers, keepOriginal = true } = inputs;
  if (out !== undefined) assertUnedited(model, out);
  const { editor } = inputs.editor;
  const opened = await statisticsFor(editor, inputs.statistics, model.linalg);
  const sources = { info: model.port.info, model: model.directory, settings: given, layers };
  const resolved = await resolveAllSettings(sources, editor);
  if (opened) assertStatisticsFor(opened, await model.port.contentHash());

  const original = keepOriginal ? new OriginalWeights() : undefined;
  const identity = {};
  beginEdit(model, identity);
  let whole: Outcome;
  try {
    const prepared = { ...inputs, resolved, opened };
    whole =
      out === undefined
        ? await editInMemory(model, prepared, original)
        : await editIntoRun(model, out, prepared, original);
  } catch (error) {
    await original?.restore(model.port);
    if (original) endEdit(model);
    throw error;
  }

  const detach = async () => {
    if (!isOnModel(model, identity)) throw undone();
    assertLastEdit(model, identity);
    if (!original) throw notKept();
    await original.restore(model.port);
    endEdit(model);
  };
  return {
    ...whole,
    facts: inputs.facts,
    editor: inputs.editor.name,
    ...resolved,
    async measure({ tasks, ...work }: MeasureEditOptions = {}) {
      if (!isOnModel(model, identity)) throw undone();
      const measured = async () => scores(await evaluate(model.port, inputs.facts, { tasks, ...work }));
      const before = original && { before: await original.during(model.port, measured) };
      return { ...before, after: await measured() };
    },
    detach,
    async undo() {
      await detach();
      if (out !== undefined) await changeLedger(out, { action: 'undo' });
    },
  };
}

type Outcome = Pick<Edit, 'batches' | 'warnings' | 'run' | 'resumed'>;

async function editInMemory(
  { port, linalg }: OpenedModel,
  prepared: Prepared,
  original: OriginalWeights | undefined,
): Promise<Outcome> {
  const { templates, seed } = prepared;
  const batches: BatchFigures[] = [];
  const request = {
    ...editRequest(prepared),
    model: port,
    linalg,
    templates: templates ?? (await contextTemplates(port, { seed })),
  };
  for await (const batch of editInBatches(prepared.editor.editor, request)) {
    original?.note(batch.applied!);
    batches.push(batchFigures(batch));
    warnAll(prepared, batch.plan.warnings);
  }
  return outcome(batches, prepared.warnings, 0);
}

async function editIntoRun(
  model: OpenedModel,
  out: string,
  prepared: Prepared,
  original: OriginalWeights | undefined,
): Promise<Outcome> {
  const { port, linalg } = model;
  const { facts, signal, templates: given, seed } = prepared;
  const sample = async () => {
    const sampled = await contextTemplates(port, { seed });
    throwIfAborted(signal, 'preparing the edit');
    return sampled;
  };
  let run = await beginOrContinueRun(out, await manifestOf(model, prepared), facts, { given, sample });
  const resumed = run.batches.length;
  if (resumed > 0) {
    prepared.onNote?.(`Continuing ${out} after batch ${resumed}.`);
    await applyRun(port, run, prepared, (applied) => original?.note(applied));
  }
  const { templates } = run.manifest;
  const state = await readState(run);
  const request = { ...editRequest(prepared), model: port, linalg, templates, from: doneFacts(run), state };
  for await (const batch of editInBatches(prepared.editor.editor, request)) {
    original?.note(batch.applied!);
    const { batch: _, ...record } = batchFigures(batch);
    const { values, warnings } = record;
    run = await appendBatch(run, {
      record: { ...record, values: [...values], warnings: [...warnings] },
      deltas: batch.plan.deltas,
      state: batch.state,
    });
    warnAll(prepared, warnings);
  }
  await finishRun(run, metricsOf(run));
  return { ...outcome(run.batches, prepared.warnings, resumed), run };
}

/** Everything the loop is given but model, linear algebra and templates. */
function editRequest({ facts, batchSize, resolved, opened, valueStore, signal, onProgress }: Prepared) {
  return { facts, batchSize, ...resolved, statistics: opened, valueStore, signal, onProgress };
}

async function manifestOf(
  model: OpenedModel,
  { facts, batchSize, seed, editor, resolved, opened }: Prepared,
) {
  const { settings, editorSettings } = resolved;
  return {
    packageVersion: packageVersion(),
    editor: editor.name,
    settings: { ...settings, ...editorSettings },
    model: { name: model.name, hash: await model.port.contentHash() },
    statistics: opened ? statisticsIdentity(opened, settings.layers) : null,
    facts: { count: facts.length, hash: factsHash(facts) },
    batchSize,
    seed,
    engine: model.engine.id,
    linalg: model.linalg.provider,
  };
}

function outcome(batches: readonly BatchFigures[], warnings: readonly Warning[], resumed: number): Outcome {
  const all = [...warnings, ...batches.flatMap((batch) => batch.warnings)];
  return { batches: batches.map(batchSummary), warnings: distinctWarnings(all), resumed };
}

function metricsOf(run: Run): object {
  const batches = run.batches.map(batchSummary);
  return { facts: doneFacts(run), seconds: batches.reduce((sum, { seconds }) => sum + seconds, 0), batches };
}

const undone = () =>
  new EditError({
    code: 'already-undone',
    message: 'This edit is undone already.',
    hint: 'Edit the facts again.',
  });

const notKept = () =>
  new EditError({
    code: 'original-not-kept',
    message: 'The weights as they were before this edit were not kept.',
    hint: 'Open the model anew, or edit with `keepOriginal: true`.',
  });
