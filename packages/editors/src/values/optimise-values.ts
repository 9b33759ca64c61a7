import type { Fact, OptimisedValues } from '@alphaedit/spec';
import { EditError, eventLoopTurn, throwIfAborted } from '@alphaedit/spec';
import { groupFacts } from './group-facts.js';
import type { UnknownValue } from './unknown-value.js';
import { type FactRows, factRows } from './value-problem.js';
import type { OptimiseValuesRequest } from './value-request.js';
import { ValueSearch } from './value-search.js';
import { valuesKey } from './values-key.js';

/**
 * The value z each fact's subject should produce at the last edit layer: `delta` minimises
 * nll + klFactor · KL + zWeightDecay · ‖delta‖ / ‖h₀‖², by Adam, with ‖delta‖ ≤ clampNormFactor · ‖h₀‖. (ROME
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
 * @see [Mathematics, the value](/guide/mathematics#the-value)
 */
export async function optimiseValues(request: OptimiseValuesRequest): Promise<OptimisedValues> {
  const { facts, settings, knownValues, model, onProgress } = request;
  const known = facts.map((fact) => knownValues?.find(fact, settings.layers.at(-1)!));
  const unknown = facts.filter((_, i) => known[i] === undefined);
  if (unknown.length === facts.length) return storedOrFound(request);
  const found = unknown.length > 0 ? await storedOrFound({ ...request, facts: unknown }) : undefined;
  const d = model.info.hiddenSize;
  const z = new Float32Array(facts.length * d);
  let next = 0;
  const outcomes = known.map((value, i) => {
    const at = next;
    if (value === undefined) next++;
    z.set(value?.z ?? found!.z.data.subarray(at * d, (at + 1) * d), i * d);
    return value?.outcome ?? found!.outcomes[at]!;
  });
  onProgress?.({ stage: 'values', done: facts.length, total: facts.length, unit: 'facts', detail: 'known' });
  return { z: { rows: facts.length, cols: d, data: z }, outcomes };
}

async function storedOrFound(request: OptimiseValuesRequest): Promise<OptimisedValues> {
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
    const values = await searchGroup(request, rows, group, done);
    for (const [i, { h0, delta, steps, loss, nll }] of values.entries()) {
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

/** The values of the facts of a group, which stand at `group` in all of them. */
async function searchGroup(
  { model, settings, facts, valueNorm, signal, onProgress }: OptimiseValuesRequest,
  rows: readonly FactRows[],
  group: readonly number[],
  done: number,
): Promise<readonly UnknownValue[]> {
  const { zSteps: steps } = settings;
  const ofGroup = group.map((f) => rows[f]!);
  const search = await ValueSearch.prepare(model, settings, ofGroup, valueNorm);
  try {
    for (let step = 1; step <= steps && search.atWork > 0; step++) {
      await eventLoopTurn();
      throwIfAborted(signal, 'optimising values');
      const lost = await search.step(step === steps);
      if (lost !== undefined) throw diverged(facts[group[lost]!]!, step);
      onProgress?.({
        stage: 'values',
        done: done + Math.floor((group.length * step) / (steps + 1)),
        total: facts.length,
        unit: 'facts',
        detail: `step ${step}/${steps}, ${search.atWork} of ${group.length} at work`,
        figures: {
          step,
          steps,
          loss: mean(search.values.map(({ loss }) => loss)),
          targetProbability: mean(search.values.map(({ nll }) => Math.exp(-nll))),
        },
      });
    }
    return search.values;
  } finally {
    search.dispose();
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function diverged(fact: Fact, step: number): EditError {
  return new EditError({
    code: 'value-diverged',
    message: `The value for "${fact.subject}" stopped being a number at step ${step}.`,
    hint: 'Lower zLearningRate or clampNormFactor.',
    kind: 'work',
    data: { subject: fact.subject, step },
  });
}
