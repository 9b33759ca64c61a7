import { add, concatFactors } from '@alphaedit/linalg';
import type { Editor, EditPlan, LowRankDelta, PlanRequest, WeightDelta } from '@alphaedit/spec';
import { deltaNorm } from '../deltas/delta-norm.js';

/**
 * The facts of a batch one after the other, each planned on the model as changed by those before it, for an
 * editor that takes one at a time. One plan comes out: the deltas of a weight joined, the state that of the
 * last fact.
 */
export async function planOneByOne(editor: Editor, request: PlanRequest): Promise<EditPlan> {
  const { model, facts, linalg, run, onProgress } = request;
  const plans: EditPlan[] = [];
  const deltas: WeightDelta[] = [];
  for (const [f, fact] of facts.entries()) {
    const state = plans.at(-1)?.state ?? request.state;
    const plan = await model.withDelta(deltas, () =>
      editor.doPlan({
        ...request,
        facts: [fact],
        state,
        run: run && { facts: run.facts, batchSize: 1, from: run.from + f },
        onProgress: (progress) =>
          onProgress?.(
            progress.unit === 'facts'
              ? { ...progress, done: f + progress.done, total: facts.length }
              : progress,
          ),
      }),
    );
    plans.push(plan);
    for (const delta of plan.deltas) join(deltas, delta);
  }
  const diagnostics = plans.map((plan) => plan.diagnostics);
  const width = diagnostics[0]!.z.cols;
  const z = new Float32Array(plans.length * width);
  for (const [f, one] of diagnostics.entries()) z.set(one.z.data, f * width);
  const norms: Record<number, number> = {};
  for (const delta of deltas) {
    const { block } = model.info.editable.find(({ name }) => name === delta.parameter)!;
    norms[block] = await deltaNorm(linalg, delta);
  }
  return {
    editor: editor.id,
    deltas,
    state: plans.at(-1)!.state,
    diagnostics: {
      residual: diagnostics.reduce((sum, { residual }) => sum + residual, 0) / plans.length,
      deltaNorm: norms,
      values: diagnostics.flatMap(({ values }) => values),
      z: { rows: plans.length, cols: width, data: z },
    },
    warnings: distinct(plans.flatMap(({ warnings }) => warnings)),
  };
}

/** Adds a delta to those of other weights, or to the one of its own. */
function join(deltas: WeightDelta[], delta: WeightDelta): void {
  const at = deltas.findIndex(({ parameter }) => parameter === delta.parameter);
  const there = deltas[at];
  if (there === undefined) deltas.push(delta);
  else if (there.kind === 'low-rank' && delta.kind === 'low-rank') {
    deltas[at] = {
      ...there,
      ...concatFactors([there, delta]),
      // The facts before and this one: the columns stay in their order only if each fact brings one of its own.
      byFact: there.byFact === true && delta.byFact === true,
    } satisfies LowRankDelta;
  } else if (there.kind === 'dense' && delta.kind === 'dense')
    deltas[at] = { ...there, value: add(there.value, delta.value) };
  else deltas.push(delta);
}

const distinct = (warnings: EditPlan['warnings']) => [
  ...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values(),
];
