// A power cut at every change of the disk: what a process was told is written must be there afterwards.
import { atEveryPowerCut } from '@alphaedit/power-cut';
import type { Fact, WeightDelta } from '@alphaedit/spec';
import { expect, it, vi } from 'vitest';
import { testManifest } from '../test-manifest.js';
import { appendBatch } from './append-batch.js';
import { createRun } from './create-run.js';
import { factsHash } from './facts-hash.js';
import { finishRun } from './finish-run.js';
import { lockRun } from './lock-run.js';
import { openRun } from './open-run.js';
import { readDeltas } from './read-deltas.js';
import { readRunFacts } from './read-run-facts.js';
import { readState } from './read-state.js';
import { runExists } from './run.js';
import { undoFacts } from './undo-facts.js';

vi.mock('node:fs/promises', async (original) => (await import('@alphaedit/power-cut')).fragileDisk(original));

const facts: Fact[] = Array.from({ length: 2 }, (_, i) => ({
  subject: `S${i}`,
  prompt: '{} is',
  target: 'x',
}));
const manifest = { ...testManifest, facts: { count: facts.length, hash: factsHash(facts) } };

/** What a process was told is on the disk. */
interface Told {
  batches: number;
  undone: number;
}

/** Edits two facts one by one and undoes the first, going on from what is there. */
async function work(directory: string, told: Told): Promise<void> {
  const lock = await lockRun(directory);
  let run = runExists(directory)
    ? await openRun(directory, lock)
    : await createRun(directory, manifest, facts, lock);
  told.batches = run.batches.length;
  while (run.batches.length < facts.length) {
    const from = run.batches.length;
    const before = await readState(run);
    const sum = Number(before?.values.sum ?? 1) * 1.5 + from;
    const data = Float64Array.from({ length: 2 * (from + 1) }, (_, i) => (i % (from + 1)) + 0.5);
    const matrix = { rows: 1, cols: 1, data: Float64Array.of(sum) };
    const deltas: WeightDelta[] = [
      { kind: 'low-rank', parameter: 'w', orientation: 'in-out', left: matrix, right: matrix, byFact: true },
    ];
    const record = { from, to: from + 1, seconds: 1, residual: 0, deltaNorm: {}, values: [], warnings: [] };
    const state = { editor: 'e', matrices: { keys: { rows: 2, cols: from + 1, data } }, values: { sum } };
    run = await appendBatch(run, { record, deltas, state });
    told.batches = run.batches.length;
  }
  if (run.undone.size === 0) run = await undoFacts(run, { facts: [0], at: new Date(0) });
  told.undone = run.undone.size;
  await finishRun(run, { done: true });
  await lock.release();
}

it('a run holds what was told to be in it, and goes on', async () => {
  const cuts = await atEveryPowerCut<Told>({
    told: () => ({ batches: 0, undone: 0 }),
    work,
    async holds(directory, { batches, undone }, at) {
      if (batches === 0) return;
      const run = await openRun(directory);
      expect(run.batches.length, at).toBeGreaterThanOrEqual(batches);
      expect(run.undone.size, at).toBeGreaterThanOrEqual(undone);
      expect(await readRunFacts(run), at).toEqual(facts);
      await readState(run);
      for await (const { deltas } of readDeltas(run)) expect(deltas, at).toBeDefined();
    },
  });
  expect(cuts).toBeGreaterThan(50);
});
