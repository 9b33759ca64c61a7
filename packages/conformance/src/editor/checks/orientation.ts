import type { EditPlan, Fact, ModelPort } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { type EditorBench, planOf } from '../editor-bench.js';
import { subjectStates } from '../subject-states.js';
import { ensureWon } from './fact.js';

/**
 * On square weights, where a transposed Δ has the right shape: stored either way, the edit brings the
 * subjects nearer to their values and the new answers win.
 */
export async function orientation(bench: EditorBench): Promise<void> {
  for (const variant of ['in-out', 'out-in'] as const) {
    const model = await bench.model(variant);
    // One fact: what a second one does to the first is not what is asked here.
    const facts = (await bench.facts(variant)).first.slice(0, 1);
    const plan = planOf(await bench.observe({ variant, changes: { facts } }));
    const { settings } = await bench.request(variant);
    const last = settings.layers.at(-1)!;
    const far = await distance(model, facts, last, plan);
    await bench.applied(model, [plan], async () => {
      const near = await distance(model, facts, last, plan);
      ensure(
        near < far,
        `With a square weight stored ${variant}, the edit moved the subjects from ${far.toFixed(3)} to ${near.toFixed(3)} away from their values.`,
        'left goes with the output and right with the key, however the weight is stored.',
      );
      await ensureWon(model, facts, `with a square weight stored ${variant}`);
    });
  }
}

/** ‖Z − H‖ / ‖Z‖ over all facts at the last edit layer. */
async function distance(
  model: ModelPort,
  facts: readonly Fact[],
  layer: number,
  plan: EditPlan,
): Promise<number> {
  const { z } = plan.diagnostics;
  const { outputs } = await subjectStates(model, facts, ['{}'], layer);
  let sum = 0;
  let size = 0;
  for (let f = 0; f < z.rows; f++) {
    for (let i = 0; i < z.cols; i++) {
      sum += (z.data[f * z.cols + i]! - outputs.data[i * z.rows + f]!) ** 2;
      size += z.data[f * z.cols + i]! ** 2;
    }
  }
  return Math.sqrt(sum / size);
}
