import { evaluate } from '@alphaedit/eval';
import { EditError } from '@alphaedit/spec';
import { scores } from '../../measure/scores.js';
import { warnAll } from '../../work.js';
import { lineageOf } from '../model/lineage-of.js';
import type { OpenedModel } from '../model/open-model.js';
import { changeLedger } from '../runs/change-ledger.js';
import { resolveAllSettings } from '../settings/resolve-settings.js';
import { statisticsFor } from '../statistics/statistics-for.js';
import type { Edit, MeasureEditOptions } from './edit.js';
import { editInMemory } from './edit-in-memory.js';
import { readEditInputs } from './edit-inputs.js';
import { editIntoRun } from './edit-into-run.js';
import type { EditFactsOptions } from './edit-options.js';
import { assertLastEdit, assertUnedited, beginEdit, endEdit, isOnModel } from './edits-on-model.js';
import { historyFor, withoutHistory } from './history-of.js';
import { OriginalWeights } from './original-weights.js';

/**
 * Edits facts batch by batch and leaves them on the model; with `out`, into a run folder, where a run begun with the
 * same inputs goes on after its last whole batch, to the same bits as if it had never stopped. Afterwards the edited
 * model is asked every fact: `outcomes` and a warning say which it does not say.
 *
 * @example
 * const edit = await editFacts(model, { facts, statistics });
 * console.log(await edit.measure());
 * await edit.undo();
 * @throws {SettingsError} `run-of-other-inputs` when the folder holds a run that differs, `facts-undone`
 * @throws {StatisticsError} `statistics-missing`, `statistics-of-another-model`, `several-collections`
 * @throws {EditError} `model-edited`, and what `planEdit` and `applyDelta` throw; in memory the model is then as it
 * was, a run keeps its whole batches
 */
export async function editFacts(model: OpenedModel, options: EditFactsOptions): Promise<Edit> {
  const { tokenizer, info } = model.port;
  const inputs = await readEditInputs(options, { tokenizer, contextLength: info.contextLength });
  warnAll(inputs, inputs.warnings);
  const { out, settings: given, layers, keepOriginal = true } = inputs;
  if (out !== undefined) assertUnedited(model, out);
  const { editor, name } = inputs.editor;
  const sources = { info, model: model.directory, settings: given, layers };
  const resolved = await resolveAllSettings(sources, editor);
  const lineage = await lineageOf(model.directory, inputs);
  const opened = await statisticsFor(editor, resolved.editorSettings, inputs.statistics, {
    linalg: model.linalg,
    lineage,
    modelHash: () => model.port.contentHash(),
    tokenizer,
    layers: resolved.settings.layers,
    collection: inputs.collection,
  });

  const original = keepOriginal ? new OriginalWeights() : undefined;
  const history = await historyFor(inputs, lineage);
  const notes = [...lineage.warnings, ...(history ? [] : withoutHistory(editor, lineage))];
  warnAll(inputs, notes);
  const warnings = [...inputs.warnings, ...notes];
  const prepared = { ...inputs, resolved, opened, lineage, history, warnings };
  const identity = {};
  beginEdit(model, identity);
  const edit =
    out === undefined ? editInMemory(model, prepared, original) : editIntoRun(model, out, prepared, original);
  const outcome = await edit.catch(async (error) => {
    if (!original) throw error;
    await original.restore(model.port);
    endEdit(model);
    throw error;
  });

  const assertOnModel = () => {
    if (!isOnModel(model, identity)) throw undone();
  };
  const detach = async () => {
    assertOnModel();
    assertLastEdit(model, identity);
    if (!original) throw notKept();
    await original.restore(model.port);
    endEdit(model);
  };
  return {
    ...outcome,
    editor: name,
    ...resolved,
    async measure({ tasks, ...work }: MeasureEditOptions = {}) {
      assertOnModel();
      const measured = async () => scores(await evaluate(model.port, outcome.facts, { tasks, ...work }));
      const before = original && { before: await original.during(model.port, measured) };
      return { ...before, after: await measured() };
    },
    detach,
    async undo() {
      await detach();
      if (out === undefined) return;
      const from = outcome.run?.additions.at(-1)?.from;
      const added = inputs.extend && from !== undefined ? outcome.facts.slice(from) : undefined;
      await changeLedger(out, { action: 'undo', facts: added?.map((_, i) => `#${from! + i + 1}`) });
    },
  };
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
