import { contextTemplates } from '@alphaedit/model';
import type { Warning } from '@alphaedit/spec';
import { type BatchFigures, batchFigures, batchSummary } from '../../edit/batch-summary.js';
import { editInBatches } from '../../edit/edit-in-batches.js';
import { watchHealth } from '../../edit/watch-health.js';
import { factAnswers, knownFacts } from '../../measure/fact-answers.js';
import { factOutcomes, notTakenWarning } from '../../measure/fact-outcomes.js';
import { distinctWarnings, warnAll } from '../../work.js';
import type { OpenedModel } from '../model/open-model.js';
import type { Edit } from './edit.js';
import type { OriginalWeights } from './original-weights.js';
import { loopInputs, type PreparedEdit } from './prepared-edit.js';

/** What editing gives beside the model it changed. */
export type EditOutcome = Pick<Edit, 'facts' | 'batches' | 'outcomes' | 'warnings' | 'run' | 'resumed'>;

/** Edits a model in place and keeps nothing but figures. */
export async function editInMemory(
  { port, linalg }: OpenedModel,
  prepared: PreparedEdit,
  original: OriginalWeights | undefined,
): Promise<EditOutcome> {
  const { facts, templates, seed, check, editor, batchSize } = prepared;
  const batches: BatchFigures[] = [];
  const warnings: Warning[] = [...prepared.warnings];
  const knownBefore = check ? await knownFacts(port, facts, prepared) : undefined;
  const request = {
    ...loopInputs(prepared),
    model: port,
    linalg,
    state: prepared.history?.state,
    templates: templates ?? (await contextTemplates(port, { seed })),
  };
  const health = await watchHealth(port, { ...prepared, linalg });
  for await (const batch of editInBatches(editor.editor, request)) {
    original?.note(batch.applied!);
    const figures = batchFigures(batch, await health?.after(batch));
    batches.push(figures);
    warnings.push(...figures.warnings);
    warnAll(prepared, figures.warnings);
  }
  const outcomes =
    knownBefore &&
    factOutcomes({
      ...{ facts, knownBefore },
      answers: await factAnswers(port, facts, prepared),
      batchOf: (fact) => Math.floor(fact / batchSize),
    });
  const missed = notTakenWarning(outcomes ?? []);
  warnAll(prepared, missed);
  return {
    batches: batches.map(batchSummary),
    ...(outcomes && { outcomes }),
    warnings: distinctWarnings([...warnings, ...missed]),
    resumed: 0,
    facts,
  };
}
