import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact, LowRankDelta } from '@alphaedit/spec';
import { seededRandom } from '@alphaedit/spec';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { testManifest } from '../test-manifest.js';
import { appendBatch } from './append-batch.js';
import { createRun } from './create-run.js';
import { factsHash } from './facts-hash.js';
import { lockRun } from './lock-run.js';
import { openRun } from './open-run.js';
import { readChanges } from './read-changes.js';
import { readDeltas } from './read-deltas.js';
import type { Run, WritableRun } from './run.js';
import { restoreFacts, undoFacts } from './undo-facts.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alphaedit-superseded-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FACTS = 14;
const BATCH = 2;
/** Three questions among many facts, so that they are asked again and again. */
const factsOf = (random: () => number): Fact[] =>
  Array.from({ length: FACTS }, (_, i) => ({
    subject: `S${Math.floor(3 * random())}`,
    prompt: '{} is',
    target: `t${i}`,
  }));

/** What stands, by the rule in words: the last fact of those asked the same that is not undone, and its batch. */
function standing(facts: readonly Fact[], edited: number, undone: ReadonlySet<number>): Set<number> {
  const stand = new Set<number>();
  for (const subject of new Set(facts.map((fact) => fact.subject))) {
    const asked = [...facts.keys()].filter(
      (i) => i < edited && facts[i]!.subject === subject && !undone.has(i),
    );
    const last = asked.at(-1);
    for (const i of asked) if (Math.floor(i / BATCH) === Math.floor(last! / BATCH)) stand.add(i);
  }
  return stand;
}

/** Fact i adds 2ⁱ to the only entry: the sum tells which facts are in it, and how often. */
const change = (facts: readonly number[], sign: number): LowRankDelta => ({
  kind: 'low-rank',
  parameter: 'w',
  orientation: 'in-out',
  left: { rows: 1, cols: facts.length, data: Float64Array.from(facts, (i) => sign * 2 ** i) },
  right: { rows: 1, cols: facts.length, data: new Float64Array(facts.length).fill(1) },
  byFact: true,
});

const joined = (a: LowRankDelta, b: LowRankDelta): LowRankDelta => ({
  ...a,
  left: { rows: 1, cols: a.left.cols + b.left.cols, data: Float64Array.of(...a.left.data, ...b.left.data) },
  right: {
    rows: 1,
    cols: a.right.cols + b.right.cols,
    data: Float64Array.of(...a.right.data, ...b.right.data),
  },
});

async function sum(run: Run, options?: { readonly net: boolean }): Promise<number> {
  let total = 0;
  for await (const { deltas } of readDeltas(run, options)) {
    for (const { left } of deltas as LowRankDelta[]) for (const x of left.data) total += x;
  }
  return total;
}

async function nextBatch(run: WritableRun, facts: readonly Fact[]): Promise<WritableRun> {
  const from = run.batches.at(-1)?.to ?? 0;
  const to = from + BATCH;
  const before = standing(facts, from, run.undone);
  const after = standing(facts, to, run.undone);
  const takesOut = [...before].filter((i) => !after.has(i)).sort((a, b) => a - b);
  const own = Array.from({ length: BATCH }, (_, i) => from + i);
  const record = { from, to, seconds: 1, residual: 0, deltaNorm: {}, values: [], warnings: [], takesOut };
  return appendBatch(run, { record, deltas: [joined(change(own, 1), change(takesOut, -1))] });
}

it.each([1, 2, 3, 4, 5, 6])(
  'holds what stands after any edits, undos and restorations, seed %i',
  async (seed) => {
    const random = seededRandom(seed);
    const facts = factsOf(random);
    const manifest = {
      ...testManifest,
      repeated: 'replace' as const,
      batchSize: BATCH,
      facts: { count: FACTS, hash: factsHash(facts) },
    };
    const directory = join(folder, 'run');
    const lock = await lockRun(directory);
    let run = await createRun(directory, manifest, facts, lock);
    for (let step = 0; step < 40; step++) {
      const edited = run.batches.at(-1)?.to ?? 0;
      const fact = Math.floor(random() * edited);
      const choice = random();
      if (edited === 0 || (choice < 0.3 && edited < FACTS)) run = await nextBatch(run, facts);
      else if (run.undone.has(fact)) run = await restoreFacts(run, { facts: [fact] });
      else run = await undoFacts(run, { facts: [fact] });
      const stands = standing(facts, run.batches.at(-1)?.to ?? 0, run.undone);
      const wanted = [...stands].reduce((total, i) => total + 2 ** i, 0);
      expect(await sum(run)).toBe(wanted);
      expect(await sum(run, { net: true })).toBe(wanted);
      expect(await sum(await openRun(directory))).toBe(wanted);
    }
    await lock.release();
  },
);

it('reads the change of single facts', async () => {
  const facts = factsOf(seededRandom(1));
  const manifest = { ...testManifest, batchSize: BATCH, facts: { count: FACTS, hash: factsHash(facts) } };
  const directory = join(folder, 'run');
  const lock = await lockRun(directory);
  let run = await createRun(directory, manifest, facts, lock);
  for (let batch = 0; batch < 3; batch++) run = await nextBatch(run, facts);
  const found = await readChanges(run, [1, 2, 5]);
  expect(Array.from(found![0]!.left.data)).toEqual([2, 4, 32]);
  await lock.release();
});
