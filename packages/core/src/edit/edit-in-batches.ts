import { type AppliedDelta, applyDelta, planEdit } from '@alphaedit/editors';
import type {
  Editor,
  EditorSettings,
  EditorState,
  EditPlan,
  EditSettings,
  Fact,
  KnownValues,
  LinearAlgebra,
  ModelPort,
  OnProgress,
  Statistics,
  ValueStore,
  WeightDelta,
  Work,
} from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import {
  type EarlierEdits,
  type EarlierFacts,
  type Repeated,
  StandingFacts,
  withRemoval,
} from './standing-facts.js';

/** Facts to edit in batches, and everything an editor may use for them. */
export interface EditInBatchesRequest extends Work {
  readonly model: ModelPort;
  /** Facts of the whole run, in order. */
  readonly facts: readonly Fact[];
  /** Facts per batch; the last batch may have fewer. */
  readonly batchSize: number;
  readonly settings: EditSettings;
  readonly editorSettings?: EditorSettings;
  /** Templates with one `{}` each, the first being `{}` itself, for the whole run. */
  readonly templates: readonly string[];
  readonly linalg: LinearAlgebra;
  /** Second moments and projectors, for editors that require them. */
  readonly statistics?: Statistics;
  readonly valueStore?: ValueStore;
  /** Values that are not searched for. */
  readonly knownValues?: KnownValues;
  /** Facts edited already, and in which batches: the first batch begins after them. None by default. */
  readonly earlier?: EarlierFacts;
  /** Edits that are in the model already and are no part of this run: `state` is what they handed on. */
  readonly history?: EarlierEdits;
  /** What the last batch before handed on. */
  readonly state?: EditorState;
  /**
   * What becomes of a fact that a later batch asks again. `replace`, the default: it makes room, its key leaves the
   * editor's memory and its change the weights. `keep`: it stays, as in the published code.
   */
  readonly repeated?: Repeated;
  /**
   * Where the changes go. `weights`, the default: into the model's weights, W ← W + Δ. `overlay`: nowhere; each
   * batch is planned with the changes so far lying over the model, and the caller keeps them.
   */
  readonly apply?: 'weights' | 'overlay';
  /** What progress counts: `facts`, the default, the facts of the whole run; `stages`, those of each batch's plan. */
  readonly progress?: 'facts' | 'stages';
  /** With `overlay`: the changes that lie over the model before the first batch. */
  readonly overlay?: readonly WeightDelta[];
}

/** One batch after it was edited. */
export interface EditedBatch {
  /** From 1, counted over the whole run. */
  readonly batch: number;
  /** The batch holds the facts `from` (counted from 0) up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  /** Wall seconds of planning and applying. */
  readonly seconds: number;
  /** What was planned; its deltas with what they take out. */
  readonly plan: EditPlan;
  /**
   * Facts of earlier batches, counted from 0, that this one supersedes and whose change it takes out: the last columns of
   * its low-rank deltas, in this order.
   */
  readonly takesOut: readonly number[];
  /** What the next batch needs; nothing where the editor's batches do not know of one another. */
  readonly state: EditorState | undefined;
  /** What `undoDelta` needs to take this batch back; nothing with `overlay`. */
  readonly applied: AppliedDelta | undefined;
}

/**
 * Edits facts batch by batch, each batch on the model as the batches before it left it: plan, apply, hand the state
 * on. This is the one loop behind runs, benches, experiments and the playground. A batch is yielded once its change
 * is in place; ending the loop early leaves the batches yielded so far.
 *
 * @example
 * for await (const { batch, plan } of editInBatches(alphaedit(), { model, facts, batchSize: 10, settings, templates, linalg, statistics }))
 *   console.log(batch, plan.diagnostics.residual);
 * @throws {AbortedError} between batches, and whatever `planEdit` and `applyDelta` throw
 */
export async function* editInBatches(
  editor: Editor,
  request: EditInBatchesRequest,
): AsyncGenerator<EditedBatch, void, undefined> {
  const { model, facts, batchSize, signal, onProgress, apply = 'weights', repeated = 'replace' } = request;
  const { earlier = { count: 0, batchOf: () => 0 } } = request;
  const { settings, editorSettings, templates, linalg, statistics, valueStore, knownValues } = request;
  const overlay = [...(request.overlay ?? [])];
  const total = facts.length;
  const standing = new StandingFacts(facts, earlier, repeated, request.history);
  const done = earlier.count === 0 ? 0 : earlier.batchOf(earlier.count - 1) + 1;
  const batches = done + Math.ceil((total - earlier.count) / batchSize);
  let state = request.state;
  let batch = done;
  for (let from = earlier.count; from < total; ) {
    throwIfAborted(signal, 'editing');
    const to = Math.min(from + batchSize, total);
    batch++;
    const at = batch;
    const started = performance.now();
    // One bar over all facts; a batch's facts count once their values are found.
    const overRun: OnProgress = ({ stage, done, unit, detail }) =>
      onProgress?.({
        stage: 'edit',
        done: unit === 'facts' ? from + done : to,
        total,
        unit: 'facts',
        detail: `batch ${at}/${batches}, ${stage}${detail ? `: ${detail}` : ''}`,
      });
    const removal = await standing.supersede(from, to);
    const makePlan = () =>
      planEdit(editor, {
        model,
        facts: facts.slice(from, to),
        settings,
        editorSettings,
        templates,
        linalg,
        statistics,
        state,
        takenOut: standing.takenOut,
        valueStore,
        knownValues,
        run: { facts: total, batchSize, from },
        signal,
        onProgress: request.progress === 'stages' ? onProgress : overRun,
      });
    const over = [...(apply === 'overlay' ? overlay : []), ...removal.deltas];
    const planned = await (over.length > 0 ? model.withDelta(over, makePlan) : makePlan());
    standing.edited(from, to, planned.deltas);
    const plan = { ...planned, deltas: withRemoval(planned.deltas, removal) };
    const applied = apply === 'overlay' ? undefined : await applyDelta(model, plan.deltas);
    if (apply === 'overlay') overlay.push(...plan.deltas);
    state = editor.supports.sequential ? plan.state : undefined;
    const seconds = (performance.now() - started) / 1000;
    yield { batch, from, to, seconds, plan, takesOut: removal.facts, state, applied };
    from = to;
  }
}
