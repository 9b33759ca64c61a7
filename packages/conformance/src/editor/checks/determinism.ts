import type { EditPlan } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { factorsOf } from '../../dense-delta.js';
import { sameBits } from '../../same-bits.js';
import { type EditorBench, planOf } from '../editor-bench.js';

/** The same request gives the same bits, from the same editor again and from a new one. */
export async function determinism(bench: EditorBench): Promise<void> {
  const plan = await bench.plan();
  const hint = 'Seed what is random, and keep nothing outside the state that is handed in and out.';
  const again = planOf(await bench.observe());
  ensure(samePlan(plan, again), 'The same editor planned another change the second time.', hint);
  const other = planOf(await bench.observe({ editor: bench.makeEditor() }));
  ensure(samePlan(plan, other), 'A new editor planned another change.', hint);
}

/** Whether two plans hold the same numbers bit for bit: changes, state and values. */
export function samePlan(a: EditPlan, b: EditPlan): boolean {
  const matrices = (plan: EditPlan) => [
    ...plan.deltas.flatMap(factorsOf),
    ...Object.entries(plan.state.matrices)
      .sort(([x], [y]) => (x < y ? -1 : 1))
      .map(([, matrix]) => matrix),
    plan.diagnostics.z,
  ];
  const words = ({ deltas, state }: EditPlan) =>
    JSON.stringify([
      deltas.map((d) => [d.parameter, d.kind]),
      Object.keys(state.matrices).sort(),
      state.values,
    ]);
  const [x, y] = [matrices(a), matrices(b)];
  return words(a) === words(b) && x.length === y.length && x.every((m, i) => sameBits(m, y[i]!));
}
