import { ensure } from '../../conformance-error.js';
import { type EditorBench, planOf } from '../editor-bench.js';
import { copyState, sameState } from '../state-copies.js';
import { samePlan } from './determinism.js';
import { ensureWon } from './fact.js';

/**
 * Two batches one after the other, the second on the model the first has changed: both are kept, the state
 * handed in stays as it was, and one that was written to a file and read back gives the same bits.
 */
export async function batches(bench: EditorBench): Promise<void> {
  const { sequential } = (await bench.editor()).supports;
  const model = await bench.model();
  const first = await bench.plan();
  const { first: facts, later } = await bench.facts();
  const kept = copyState(first.state);
  await bench.applied(model, [first], async () => {
    const state = sequential ? first.state : undefined;
    const second = planOf(await bench.observe({ changes: { facts: later, state } }));
    ensure(
      sameState(first.state, kept),
      'Planning the second batch changed the state it was given.',
      'State is passed in and returned: copy it before you add to it.',
    );
    if (!sequential) return;
    const resumed = planOf(
      await bench.observe({ editor: bench.makeEditor(), changes: { facts: later, state: kept } }),
    );
    ensure(
      samePlan(second, resumed),
      'A new editor, given the state as written and read back, planned another second batch.',
      'Keep everything the next batch needs in the state: a run may go on in another process.',
    );
    await bench.applied(model, [second], () =>
      ensureWon(model, [...later, ...facts], 'after the second batch'),
    );
  });
}
