import { openRun, type Run, readDeltas, readRunFacts, readState } from '@alphaedit/artifacts/node';
import {
  applyEdits,
  changeLedger,
  editFacts,
  listRun,
  openEdits,
  replanRun,
  verify,
} from '@alphaedit/core/node';
import type { Fact, LowRankDelta } from '@alphaedit/spec';
import { seededRandom } from '@alphaedit/spec';
import { relativeDistance } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { firstFacts, SETTINGS, tinyEdits, weight } from './tiny-edits.js';

/** Sums of the same float64 products in another order, added to float32 weights in several steps. */
const OTHER_ORDER = 1e-6;
const STEPS = 7;

const { at, open } = tinyEdits();
const subjects = firstFacts(4);
const targets = subjects.map(({ target }) => target);

/** What a run should be: its facts, in which batch each was edited, and which are out. */
class Model {
  readonly facts: { readonly fact: Fact; readonly batch: number }[] = [];
  readonly out = new Set<number>();

  /** Facts that count: not taken out, and asked again by none of a later batch that is not. */
  standing(): number[] {
    return [...this.facts.keys()].filter((i) => !this.out.has(i) && this.later(i).length === 0);
  }

  /** Facts of later batches that ask what a fact asks, and are not taken out. */
  later(i: number): number[] {
    const { fact, batch } = this.facts[i]!;
    return [...this.facts.keys()].filter((j) => {
      const other = this.facts[j]!;
      return other.fact.subject === fact.subject && other.batch > batch && !this.out.has(j);
    });
  }
}

/** What each fact added to the weights, by itself. */
async function changes(run: Run): Promise<LowRankDelta[]> {
  const found: LowRankDelta[] = [];
  for await (const { record, deltas } of readDeltas(run, { asMade: true })) {
    for (let i = 0; i < record.to - record.from; i++) {
      const delta = deltas[0] as LowRankDelta;
      const column = ({ rows, cols, data }: LowRankDelta['left']) => ({
        ...{ rows, cols: 1 },
        data: Float64Array.from({ length: rows }, (_, r) => data[r * cols + i]!),
      });
      found.push({ ...delta, left: column(delta.left), right: column(delta.right) });
    }
  }
  return found;
}

it.each([
  ['alphaedit', 1],
  ['alphaedit', 2],
  ['memit-seq', 3],
  ['memit', 4],
])('adding, revising, undoing and restoring in any order: %s, seed %i', async (editor, seed) => {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const out = at(`run-${seed}`);
  const expected = new Model();
  const options = { statistics: at('stats'), settings: SETTINGS, batchSize: 2, check: false, editor, out };
  const original = await weight(await open());

  const add = async () => {
    const asked = [...subjects].sort(() => random() - 0.5).slice(0, 1 + below(2));
    const facts = asked.map((fact) => ({ ...fact, target: targets[below(targets.length)]! }));
    const batch = expected.facts.length;
    for (const fact of facts) expected.facts.push({ fact, batch });
    await editFacts(await open(), { ...options, facts, extend: batch > 0 });
    const state = await readState(await openRun(out));
    if (!state) return;
    const counting = Object.entries(state.matrices).find(([name]) => name.endsWith('counting'))?.[1];
    const remembered = counting ? [...counting.data].sort((a, b) => a - b) : [...expected.facts.keys()];
    expect(remembered).toEqual(expected.standing());
  };
  const change = async (action: 'undo' | 'restore') => {
    const some = [...expected.facts.keys()].filter((i) => expected.out.has(i) === (action === 'restore'));
    if (some.length === 0) return;
    const fact = some[below(some.length)]!;
    await changeLedger(out, { action, facts: [`#${fact + 1}`] });
    if (action === 'undo') expected.out.add(fact);
    else expected.out.delete(fact);
  };

  await add();
  for (let step = 1; step < STEPS; step++) {
    await [add, add, () => change('undo'), () => change('undo'), () => change('restore')][below(5)]!();
    const { run, facts } = await listRun(out);
    expect(facts.map(({ state }) => state)).toEqual(
      expected.facts.map((_, i) => (expected.out.has(i) ? 'undone' : 'applied')),
    );
    expect(facts.map(({ supersededBy = 0 }) => supersededBy - 1)).toEqual(
      expected.facts.map((_, i) => expected.later(i).at(-1) ?? -1),
    );
    expect((await verify(out)).ok).toBe(true);

    const model = await open();
    await applyEdits(model.port, await openEdits(model.port, out));
    const wanted = Float64Array.from(original);
    const single = await changes(run);
    for (const i of expected.standing()) {
      const { left, right } = single[i]!;
      for (let r = 0; r < left.rows; r++) {
        for (let c = 0; c < right.rows; c++) wanted[r * right.rows + c]! += left.data[r]! * right.data[c]!;
      }
    }
    expect(relativeDistance(await weight(model), wanted)).toBeLessThan(OTHER_ORDER);
  }

  if (expected.out.size === expected.facts.length) return;
  const anew = await replanRun(await open(), out, {
    statistics: at('stats'),
    out: at(`anew-${seed}`),
    check: false,
  });
  expect(anew.edit.facts).toEqual(
    expected.facts.filter((_, i) => !expected.out.has(i)).map(({ fact }) => fact),
  );
  expect(await readRunFacts(await openRun(out))).toEqual(expected.facts.map(({ fact }) => fact));
});
