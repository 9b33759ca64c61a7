import type { Fact, ModelPort } from '@alphaedit/spec';
import { ensure } from '../../conformance-error.js';
import { preferences } from '../../tiny/score-targets.js';
import type { EditorBench } from '../editor-bench.js';

/** After the edit the model prefers every new answer, NLL(target) < NLL(truth); before it, none. */
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
  await bench.applied(model, [plan], () => ensureWon(model, facts, 'after its edit'));
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
