import type {
  Compat,
  EditSettings,
  Fact,
  ModelPort,
  OptimisedValues,
  ValueStore,
  Work,
} from '@alphaedit/spec';
import { EditError, eventLoopTurn, throwIfAborted } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { Adam } from './adam.js';
import { groupFacts } from './group-facts.js';
import { valueAndGradient } from './value-and-gradient.js';
import { essenceLogProbabilities, statesToRead, valueLoss } from './value-loss.js';
import { type FactRows, factRows, prepareValues, selectFacts, type ValueProblem } from './value-problem.js';
import { valuesKey } from './values-key.js';

/** The loss under which a fact counts as learnt. */
const CONVERGED = 0.05;
/** Converged facts are dropped from the batch when this share of it is still at work, not one by one. */
const COMPACT_AT = 0.75;

/** What clamp and weight decay are measured by: the edit layer's output, or what its MLP adds to it. */
export type ValueNorm = 'block' | 'mlp';

/** Facts to find values for, on which model and with which settings. */
export interface OptimiseValuesRequest extends Work {
  readonly model: ModelPort;
  readonly facts: readonly Fact[];
  readonly settings: EditSettings;
  readonly templates: readonly string[];
  /** `block` by default. */
  readonly valueNorm?: ValueNorm;
  /** How targets become tokens: as the continuation of their prompt unless told. */
  readonly compat?: Compat;
  /** Looked into first; ignored for a model that does not tell its state. */
  readonly valueStore?: ValueStore;
}

export type { OptimisedValues };

/** One fact's share of the optimisation, on the host. */
interface Unknown {
  readonly h0: Float64Array;
  /** ‖h₀‖, or with `valueNorm: 'mlp'` the norm of the MLP's part of it. */
  readonly size: number;
  readonly delta: Float64Array;
  readonly adam: Adam;
  steps: number;
  loss: number;
  nll: number;
}

/**
 * The value z each fact's subject should produce at the last edit layer: `delta` minimises
 * nll + klFactor · KL + vWeightDecay · ‖delta‖ / ‖h₀‖², by Adam, with ‖delta‖ ≤ clampNormFactor · ‖h₀‖. (ROME
 * puts the MLP's output in the place of h₀ in both norms: `valueNorm: 'mlp'`.)
 *
 * Many facts at a time: frozen blocks and the cells before the subject's last token are run once, only the
 * suffix is stepped, and facts leave the batch as they converge. Nothing is shared between facts, so the
 * grouping does not change the result.
 *
 * Progress carries `figures` after every step: `step`, `steps`, and the means over the group of `loss` and
 * `targetProbability`.
 *
 * @throws {EditError} `value-diverged` when a loss is not finite
 * @see algorithms §1.4, §3
 */
export async function optimiseValues(request: OptimiseValuesRequest): Promise<OptimisedValues> {
  const { valueStore, facts, onProgress } = request;
  const key = valueStore && (await valuesKey(request));
  const kept = key === undefined ? undefined : await valueStore?.get(key);
  if (kept) {
    onProgress?.({ stage: 'values', done: facts.length, total: facts.length, unit: 'facts', detail: 'kept' });
    return kept;
  }
  const found = await computeValues(request);
  if (key !== undefined) await valueStore?.set(key, found);
  return found;
}

async function computeValues(request: OptimiseValuesRequest): Promise<OptimisedValues> {
  const { model, facts, settings, templates, compat, signal, onProgress } = request;
  const d = model.info.hiddenSize;
  const z = new Float32Array(facts.length * d);
  const outcomes = new Array<OptimisedValues['outcomes'][number]>(facts.length);
  const rows = facts.map((fact) => factRows(model, fact, templates, compat));
  let done = 0;
  for (const group of groupFacts(rows, model.info, settings)) {
    const unknowns = await optimiseGroup(request, rows, group, done);
    for (const [i, { h0, delta, steps, loss, nll }] of unknowns.entries()) {
      const f = group[i]!;
      for (let j = 0; j < d; j++) z[f * d + j] = h0[j]! + delta[j]!;
      outcomes[f] = { steps, loss, targetProbability: Math.exp(-nll) };
    }
    done += group.length;
    onProgress?.({ stage: 'values', done, total: facts.length, unit: 'facts' });
  }
  throwIfAborted(signal, 'optimising values');
  return { z: { rows: facts.length, cols: d, data: z }, outcomes };
}

async function optimiseGroup(
  { model, settings, facts, valueNorm, signal, onProgress }: OptimiseValuesRequest,
  allRows: readonly FactRows[],
  group: readonly number[],
  done: number,
): Promise<Unknown[]> {
  const rows = group.map((f) => allRows[f]!);
  const { problem: whole, h0, mlp } = prepareValues(model, rows, settings.layers.at(-1)!);
  let problem = whole;
  let initial = tf.tidy(() =>
    essenceLogProbabilities(model, whole, statesToRead(model, whole, settings, undefined).hidden),
  );
  const initialOfAll = initial;
  const d = model.info.hiddenSize;
  const start = await h0.data();
  const measure = valueNorm === 'mlp' ? await mlp.data() : start;
  tf.dispose([h0, mlp]);
  const rowOf = (all: ArrayLike<number>, f: number) =>
    Float64Array.from({ length: d }, (_, j) => all[f * d + j]!);
  const unknowns: Unknown[] = rows.map((_, f) => ({
    h0: rowOf(start, f),
    size: norm(rowOf(measure, f)),
    delta: new Float64Array(d),
    adam: new Adam(d, settings.zLearningRate),
    steps: 0,
    loss: Number.POSITIVE_INFINITY,
    nll: Number.POSITIVE_INFINITY,
  }));
  // Facts of `whole` still in `problem`, and those of them that have not converged.
  let held = rows.map((_, f) => f);
  let active = new Set(held);
  try {
    for (let step = 0; step < settings.zSteps && active.size > 0; step++) {
      await eventLoopTurn();
      throwIfAborted(signal, 'optimising values');
      if (active.size <= COMPACT_AT * held.length) {
        held = [...active];
        const smaller = selectFacts(model, whole, held);
        if (problem !== whole) problem.dispose();
        problem = smaller;
        if (initial !== initialOfAll) initial.dispose();
        initial = tf.tidy(() => tf.gather(initialOfAll, tf.tensor1d(Int32Array.from(held), 'int32')));
      }
      const last = step === settings.zSteps - 1;
      const measured = await lossAndGradient(
        model,
        problem,
        settings,
        held.map((f) => unknowns[f]!.delta),
        initial,
        last,
      );
      for (const [i, f] of held.entries()) {
        if (!active.has(f)) continue;
        const unknown = unknowns[f]!;
        const size = norm(unknown.delta);
        const h0Size = unknown.size;
        const decay = settings.zWeightDecay / h0Size ** 2;
        unknown.steps = step + 1;
        unknown.nll = measured.nll[i]!;
        unknown.loss = measured.loss[i]! + decay * size;
        if (!Number.isFinite(unknown.loss)) throw diverged(facts[group[f]!]!, step);
        if (unknown.loss < CONVERGED) active.delete(f);
        if (last || !active.has(f)) continue;
        const gradient = Float64Array.from(measured.gradient!.subarray(i * d, (i + 1) * d));
        if (size > 0) for (let j = 0; j < d; j++) gradient[j]! += (decay * unknown.delta[j]!) / size;
        unknown.adam.step(unknown.delta, gradient);
        clamp(unknown.delta, settings.clampNormFactor * h0Size);
      }
      active = new Set(active);
      onProgress?.({
        stage: 'values',
        done: done + Math.floor((rows.length * (step + 1)) / (settings.zSteps + 1)),
        total: facts.length,
        unit: 'facts',
        detail: `step ${step + 1}/${settings.zSteps}, ${active.size} of ${rows.length} at work`,
        figures: {
          step: step + 1,
          steps: settings.zSteps,
          loss: mean(unknowns.map(({ loss }) => loss)),
          targetProbability: mean(unknowns.map(({ nll }) => Math.exp(-nll))),
        },
      });
    }
    return unknowns;
  } finally {
    if (problem !== whole) problem.dispose();
    if (initial !== initialOfAll) initial.dispose();
    whole.dispose();
    initialOfAll.dispose();
  }
}

async function lossAndGradient(
  model: ModelPort,
  problem: ValueProblem,
  settings: EditSettings,
  deltas: readonly Float64Array[],
  initial: tf.Tensor2D,
  lossOnly: boolean,
): Promise<{ loss: Float32Array; nll: Float32Array; gradient?: Float32Array }> {
  const d = model.info.hiddenSize;
  const host = new Float32Array(deltas.length * d);
  for (const [i, delta] of deltas.entries()) host.set(delta, i * d);
  const result = tf.tidy(() => {
    const delta = tf.tensor2d(host, [deltas.length, d]);
    if (lossOnly) return { ...valueLoss(model, problem, settings, delta, initial), gradient: undefined };
    let parts: ReturnType<typeof valueLoss> | undefined;
    const { gradient } = valueAndGradient((x) => {
      const { loss, nll } = valueLoss(model, problem, settings, x, initial);
      parts = { loss: tf.keep(loss), nll: tf.keep(nll) };
      return tf.sum(loss);
    }, delta);
    return { loss: parts!.loss, nll: parts!.nll, gradient };
  });
  const read = async (tensor: tf.Tensor) => (await tensor.data()) as Float32Array;
  try {
    return {
      loss: await read(result.loss),
      nll: await read(result.nll),
      gradient: result.gradient && (await read(result.gradient)),
    };
  } finally {
    tf.dispose([result.loss, result.nll]);
    result.gradient?.dispose();
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function norm(x: Float64Array): number {
  let sum = 0;
  for (const value of x) sum += value * value;
  return Math.sqrt(sum);
}

function clamp(x: Float64Array, limit: number): void {
  const size = norm(x);
  if (size > limit) for (let j = 0; j < x.length; j++) x[j]! *= limit / size;
}

function diverged(fact: Fact, step: number): EditError {
  return new EditError({
    code: 'value-diverged',
    message: `The value for "${fact.subject}" stopped being a number at step ${step + 1}.`,
    hint: 'Lower zLearningRate or clampNormFactor.',
    kind: 'work',
    data: { subject: fact.subject, step },
  });
}
