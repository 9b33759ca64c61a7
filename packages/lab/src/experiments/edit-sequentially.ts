import { editInBatches, type Repeated } from '@alphaedit/core';
import { type AppliedDelta, undoDelta } from '@alphaedit/editors';
import type { Editor, EditPlan, EditSettings, Fact, WeightDelta, Work } from '@alphaedit/spec';
import type { Laboratory } from './open-laboratory.js';

export interface SequentialEdit {
  readonly plans: readonly EditPlan[];
  /** Deltas of all batches, in order. */
  readonly deltas: readonly WeightDelta[];
  /** Seconds of planning and applying. */
  readonly seconds: number;
  /** Puts every weight back, bit for bit. */
  undo(): Promise<void>;
}

/**
 * Edits the laboratory's model batch by batch with one editor and leaves it edited: measure, then `undo`. If
 * a batch fails, the model is put back first.
 */
export async function editSequentially(
  laboratory: Laboratory,
  options: {
    readonly editor: Editor;
    readonly batch: number;
    readonly facts?: readonly Fact[];
    readonly settings?: EditSettings;
    /** What becomes of a fact that a later batch asks again, as in `editInBatches`. */
    readonly repeated?: Repeated;
    /** Named in the progress. */
    readonly label?: string;
    /** Called with the model as edited so far. */
    readonly onBatch?: (done: number) => Promise<void>;
  },
  { signal, onProgress }: Work,
): Promise<SequentialEdit> {
  const { model, templates, linalg, statistics } = laboratory;
  const {
    editor,
    batch: batchSize,
    facts = laboratory.facts,
    settings = laboratory.settings,
    label,
    repeated,
  } = options;
  const editorSettings = await laboratory.editorSettings(editor);
  const plans: EditPlan[] = [];
  const applied: AppliedDelta[] = [];
  let seconds = 0;
  const undo = async () => {
    for (const one of applied.reverse()) await undoDelta(model, one);
    applied.length = 0;
  };
  const request = {
    model,
    facts,
    batchSize,
    settings,
    editorSettings,
    templates,
    linalg,
    statistics,
    repeated,
    signal,
  };
  try {
    for await (const batch of editInBatches(editor, request)) {
      applied.push(batch.applied!);
      plans.push(batch.plan);
      seconds += batch.seconds;
      const stage = `edit ${label ?? editor.id}`;
      onProgress?.({ stage, done: batch.to, total: facts.length, unit: 'facts' });
      await options.onBatch?.(batch.to);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return { plans, deltas: plans.flatMap((plan) => plan.deltas), seconds, undo };
}
