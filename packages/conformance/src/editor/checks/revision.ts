import type { EditPlan, Matrix } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { type EditorBench, planOf } from '../editor-bench.js';

/** A history that has lost columns and one that never had them are rounded in another order. */
const REVISION_TOLERANCE = 1e-6;

/**
 * A batch whose facts were all edited before and no longer count (`takenOut`) is planned as the first time: the memory of an
 * editor lets go of what is revised or undone. Asked of editors that hand on a state and keep their changes apart by fact.
 */
export async function revision(bench: EditorBench): Promise<void> {
  const { sequential } = (await bench.editor()).supports;
  const first = await bench.plan();
  if (!sequential || !byFact(first)) return;
  const { first: facts } = await bench.facts();
  const takenOut = new Set(facts.keys());
  const again = planOf(await bench.observe({ changes: { state: first.state, takenOut } }));
  for (const [i, delta] of first.deltas.entries()) {
    const other = again.deltas[i];
    const same =
      delta.kind === 'low-rank' &&
      other?.kind === 'low-rank' &&
      distance(delta.left, other.left) <= REVISION_TOLERANCE &&
      distance(delta.right, other.right) <= REVISION_TOLERANCE;
    ensure(
      same,
      `Facts that were taken out still weigh on the change of ${delta.parameter}.`,
      '`takenOut` names facts of earlier batches, counted from 0, that no longer count: leave their keys out of the memory.',
    );
  }
}

const byFact = ({ deltas }: EditPlan) =>
  deltas.every((delta) => delta.kind === 'low-rank' && delta.byFact === true);

/** ‖a − b‖ / ‖a‖ */
function distance(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.cols !== b.cols) return Number.POSITIVE_INFINITY;
  let apart = 0;
  let whole = 0;
  for (let i = 0; i < a.data.length; i++) {
    apart += (a.data[i]! - b.data[i]!) ** 2;
    whole += a.data[i]! ** 2;
  }
  return Math.sqrt(apart / whole);
}
