import { columns, concatColumns } from '@alphaedit/linalg';
import type { EditPlan, Fact, Matrix, ModelPort } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { preferences } from '../../tiny/score-targets.js';
import type { EditorBench } from '../editor-bench.js';

/**
 * After the edit the model prefers every new answer, NLL(target) < NLL(truth); before it, none. Where the plan says that
 * its columns are facts, a fact taken out is lost and the others are not.
 */
export async function fact(bench: EditorBench): Promise<void> {
  const model = await bench.model();
  const { facts } = await bench.request();
  const plan = await bench.plan();
  const before = await preferences(model, facts);
  ensure(
    before.every((value) => value < 0),
    'The tiny model knew a fact before.',
    'The suite is broken.',
  );
  const after = await bench.applied(model, [plan], async () => {
    await ensureWon(model, facts, 'after its edit');
    return preferences(model, facts);
  });
  for (const [out, { subject }] of facts.entries()) {
    const rest = withoutFact(plan, out);
    if (!rest) return;
    const margins = await bench.applied(model, [rest], () => preferences(model, facts));
    const others = facts.findIndex((_, f) => f !== out && !(margins[f]! > 0));
    const gone = margins[out]! < (before[out]! + after[out]!) / 2;
    ensure(
      gone && others === -1,
      gone
        ? `Taking the column of "${subject}" out loses "${facts[others]?.subject}" too.`
        : `Taking the column of "${subject}" out leaves it edited.`,
      'byFact says that column i of both factors is what fact i added. Leave it out where that is not so.',
    );
  }
}

/** The plan with one fact's column taken out of every change; nothing where the plan does not say that it can be. */
function withoutFact(plan: EditPlan, out: number): EditPlan | undefined {
  const others = (m: Matrix) => concatColumns([columns(m, 0, out), columns(m, out + 1, m.cols)]);
  const deltas = plan.deltas.flatMap((delta) =>
    delta.kind === 'low-rank' && delta.byFact
      ? [{ ...delta, left: others(delta.left), right: others(delta.right) }]
      : [],
  );
  return deltas.length === plan.deltas.length ? { ...plan, deltas } : undefined;
}

/** @throws {ConformanceError} naming the first fact whose target is not preferred */
export async function ensureWon(model: ModelPort, facts: readonly Fact[], when: string): Promise<void> {
  const margins = await preferences(model, facts);
  const lost = facts.findIndex((_, f) => !(margins[f]! > 0));
  ensure(
    lost === -1,
    `"${facts[lost]?.subject}" is still what it was ${when}: NLL(truth) − NLL(target) = ${margins[lost]?.toFixed(3)}.`,
    'Δ is added to W [dOut, dIn]; look at its orientation, its sign and the settings the tiny model needs.',
  );
}
