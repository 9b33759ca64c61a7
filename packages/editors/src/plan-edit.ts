import type { Editor, EditPlan, EditRequest } from '@alphaedit/spec';
import { askedFact, assertStatisticsFor, EditError, requirementsOf, StatisticsError } from '@alphaedit/spec';
import { planOneByOne } from './frames/plan-one-by-one.js';
import { checkSettings } from './settings/check-settings.js';
import { resolveEditorSettings } from './settings/editor-settings.js';
import { requireStatistics } from './statistics/require-statistics.js';
import { checkedFact } from './subjects/checked-fact.js';

/**
 * Plans one batch of edits: the changes, the state for the next batch, and how well the aim was met. No
 * weight is written; give `plan.deltas` to `applyDelta`, and `plan.state` to the next batch if the editor
 * `supports.sequential`. An editor that takes one fact at a time is given them one after the other, each on
 * the model as changed by those before.
 *
 * @example
 * const plan = await planEdit(alphaedit(), { model, facts, settings, templates, linalg, statistics });
 * await applyDelta(model, plan.deltas);
 * @throws {FactError} for a fact that cannot be edited, {SettingsError} for settings that do not fit the
 * model or that the editor does not know, {StatisticsError} for statistics that are missing or of another model, {EditError} `no-facts`,
 * `state-of-another-editor`, `unsupported-editor`
 */
export async function planEdit(editor: Editor, request: EditRequest): Promise<EditPlan> {
  if (editor.specificationVersion !== 'v1') {
    throw new EditError({
      code: 'unsupported-editor',
      message: `Editor "${editor.id}" is made for contract ${editor.specificationVersion}; this is v1.`,
      hint: 'Install versions of the editor and of @alphaedit/editors that belong together.',
    });
  }
  if (request.facts.length === 0) {
    throw new EditError({
      code: 'no-facts',
      message: 'There are no facts to edit.',
      hint: 'Give at least one fact.',
    });
  }
  if (request.state && request.state.editor !== editor.id) {
    throw new EditError({
      code: 'state-of-another-editor',
      message: `The state given belongs to "${request.state.editor}", not to "${editor.id}".`,
      hint: 'Go on with the editor that made the earlier batches.',
    });
  }
  const { tokenizer } = request.model;
  const facts = request.facts.map((fact) => checkedFact(askedFact(tokenizer, fact)));
  checkSettings(request.settings, request.model.info);
  const editorSettings = resolveEditorSettings(editor, request.editorSettings);
  if (requirementsOf(editor, editorSettings).length > 0) await checkStatistics(request);
  const whole = { ...request, facts, editorSettings };
  return editor.supports.batch || facts.length === 1 ? editor.doPlan(whole) : planOneByOne(editor, whole);
}

async function checkStatistics({ statistics, model, settings }: EditRequest): Promise<void> {
  const known = requireStatistics(statistics);
  // Reported before missing layers: statistics of another model are no use whatever they hold.
  assertStatisticsFor(known, await model.contentHash(), await model.tokenizer.contentHash?.());
  const missing = settings.layers.filter((layer) => !known.layers.includes(layer));
  if (missing.length > 0) {
    throw new StatisticsError({
      code: 'statistics-missing',
      message: `No second moment for layer ${missing.join(', ')}; the statistics hold ${known.layers.join(', ')}.`,
      hint: `Collect them: \`collectStatistics(model, { text, layers: [${settings.layers.join(',')}] })\`.`,
      data: { missing, held: known.layers },
    });
  }
}
