import { ensure } from '../../conformance-error.js';
import { sameBits } from '../../same-bits.js';
import { type EditorBench, readWeights } from '../editor-bench.js';

/** Applying the plan changes the weights it names and no other, and undoing it puts every bit back. */
export async function undo(bench: EditorBench): Promise<void> {
  const model = await bench.model();
  const plan = await bench.plan();
  const named = new Set(plan.deltas.map(({ parameter }) => parameter));
  const before = await readWeights(model);
  const edited = await bench.applied(model, [plan], () => readWeights(model));
  for (const [name, weight] of edited) {
    const same = sameBits(weight, before.get(name)!);
    ensure(
      same !== named.has(name),
      same
        ? `The plan names ${name} and changes none of its bits.`
        : `Applying the plan changed ${name} too.`,
      'A delta is a change of the weight it names, large enough to be one in float32.',
    );
  }
  for (const [name, weight] of await readWeights(model)) {
    ensure(
      sameBits(weight, before.get(name)!),
      `Undoing the plan left other bits in ${name}.`,
      'Hand out matrices of your own, and write to none after the plan is returned.',
    );
  }
}
