import { type AppliedDelta, applyDelta, planEdit, undoDelta } from '@alphaedit/editors';
import type { Editor, EditorState, EditPlan, EditSettings, Fact, WeightDelta } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import type { Task } from '../ui/task.js';
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
    /** Named in the progress. */
    readonly label?: string;
    /** Called with the model as edited so far. */
    readonly onBatch?: (done: number) => Promise<void>;
  },
  task: Task,
): Promise<SequentialEdit> {
  const { model, templates, linalg, statistics } = laboratory;
  const { editor, batch, facts = laboratory.facts, settings = laboratory.settings, label } = options;
  const plans: EditPlan[] = [];
  const applied: AppliedDelta[] = [];
  let seconds = 0;
  let state: EditorState | undefined;
  const undo = async () => {
    for (const one of applied.reverse()) await undoDelta(model, one);
    applied.length = 0;
  };
  try {
    for (let from = 0; from < facts.length; from += batch) {
      throwIfAborted(task.signal, 'editing');
      const to = Math.min(from + batch, facts.length);
      const started = performance.now();
      const plan = await planEdit(editor, {
        model,
        facts: facts.slice(from, to),
        settings,
        templates,
        linalg,
        statistics,
        state,
        signal: task.signal,
      });
      applied.push(await applyDelta(model, plan.deltas));
      seconds += (performance.now() - started) / 1000;
      state = plan.state;
      plans.push(plan);
      const stage = `edit ${label ?? editor.id}`;
      task.onProgress({ stage, done: to, total: facts.length, unit: 'facts' });
      await options.onBatch?.(to);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return { plans, deltas: plans.flatMap((plan) => plan.deltas), seconds, undo };
}
