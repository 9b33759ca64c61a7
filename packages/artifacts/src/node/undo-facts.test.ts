import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lock } from '@alphaedit/files';
import type { Fact, WeightDelta } from '@alphaedit/spec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testManifest } from '../test-manifest.js';
import { appendBatch } from './append-batch.js';
import { createRun } from './create-run.js';
import { factsHash } from './facts-hash.js';
import { lockRun } from './lock-run.js';
import { openRun } from './open-run.js';
import { readDeltas } from './read-deltas.js';
import { readRunFacts } from './read-run-facts.js';
import type { Run, WritableRun } from './run.js';
import { restoreFacts, undoFacts } from './undo-facts.js';

const facts: Fact[] = Array.from({ length: 5 }, (_, i) => ({
  subject: `S${i}`,
  prompt: '{} is',
  target: 'x',
}));
const manifest = { ...testManifest, facts: { count: facts.length, hash: factsHash(facts) } };
const at = new Date('2026-01-02T03:04:05Z');

let directory: string;
let lock: Lock;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'alphaedit-ledger-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Two batches of two facts, the fifth fact still to come. */
async function runOf(kind: 'byFact' | 'dense'): Promise<WritableRun> {
  lock = await lockRun(directory);
  let run = await createRun(directory, manifest, facts, lock);
  for (const from of [0, 2]) {
    const matrix = { rows: 1, cols: 2, data: Float64Array.of(from + 1, from + 2) };
    const target = { parameter: 'w', orientation: 'in-out' } as const;
    const delta: WeightDelta =
      kind === 'byFact'
        ? { kind: 'low-rank', ...target, left: matrix, right: matrix, byFact: true }
        : { kind: 'dense', ...target, value: matrix };
    const record = { from, to: from + 2, seconds: 1, residual: 0, deltaNorm: {}, values: [], warnings: [] };
    run = await appendBatch(run, { record, deltas: [delta] });
  }
  return run;
}

/** The left factors that are applied, batch by batch. */
async function applied(run: Run): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const { deltas } of readDeltas(run)) {
    batches.push(
      deltas.flatMap((delta) => [...(delta.kind === 'dense' ? delta.value.data : delta.left.data)]),
    );
  }
  return batches;
}

describe('undoFacts', () => {
  it('takes facts out of what is read, keeps a ledger, and puts them back to the bit', async () => {
    const run = await runOf('byFact');
    expect(await applied(run)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    await undoFacts(run, { facts: [1, 2], at });
    const again = await openRun(directory, lock);
    expect([...again.undone]).toEqual([1, 2]);
    expect(again.ledger).toEqual([{ action: 'undo', facts: [1, 2], at: at.toISOString() }]);
    expect(await applied(again)).toEqual([[1], [4]]);
    await restoreFacts(again, { facts: [2], at });
    expect(await applied(await openRun(directory))).toEqual([[1], [3, 4]]);
    await restoreFacts(await openRun(directory, lock), { facts: [1], at });
    const whole = await openRun(directory);
    expect(whole.ledger.map(({ action }) => action)).toEqual(['undo', 'restore', 'restore']);
    expect(await applied(whole)).toEqual(await applied(run));
  });

  it('leaves no change of a batch that is out whole', async () => {
    const run = await undoFacts(await runOf('byFact'), { facts: [0, 1], at });
    expect(await applied(run)).toEqual([[], [3, 4]]);
  });

  it('takes back changes that are not kept by fact only batch by batch, from the last', async () => {
    const run = await runOf('dense');
    const refused = expect.objectContaining({ code: 'not-separable' });
    await expect(undoFacts(run, { facts: [3], at })).rejects.toThrowError(refused);
    // The first batch alone: the second was planned on top of it.
    await expect(undoFacts(run, { facts: [0, 1], at })).rejects.toThrowError(refused);
    expect(existsSync(join(directory, 'ledger.json'))).toBe(false);
    const last = await undoFacts(run, { facts: [2, 3], at });
    expect(await applied(last)).toEqual([[1, 2], []]);
    const none = await undoFacts(last, { facts: [0, 1], at });
    expect(await applied(none)).toEqual([[], []]);
    await expect(restoreFacts(none, { facts: [2, 3], at })).rejects.toThrowError(refused);
  });

  it('refuses facts that are not there, and what is done already', async () => {
    const run = await runOf('byFact');
    const code = (name: string) => expect.objectContaining({ code: name, kind: 'input' });
    // The fifth fact has not been edited yet.
    for (const wrong of [[4], [-1], [0.5], []]) {
      await expect(undoFacts(run, { facts: wrong })).rejects.toThrowError(code('no-such-fact'));
    }
    await expect(restoreFacts(run, { facts: [0] })).rejects.toThrowError(code('not-undone'));
    const undone = await undoFacts(run, { facts: [0] });
    await expect(undoFacts(undone, { facts: [0] })).rejects.toThrowError(code('already-undone'));
  });

  it('tells a ledger that was changed by hand', async () => {
    await runOf('byFact');
    const broken = expect.objectContaining({ code: 'run-broken' });
    await writeFile(join(directory, 'ledger.json'), '{"format":"alphaedit-ledger"}');
    await expect(openRun(directory)).rejects.toThrowError(broken);
    const entries = [{ action: 'undo', facts: [4], at: '' }];
    const ledger = { format: 'alphaedit-ledger', schemaVersion: 1, entries };
    await writeFile(join(directory, 'ledger.json'), JSON.stringify(ledger));
    await expect(openRun(directory)).rejects.toThrowError(broken);
  });
});

describe('readRunFacts', () => {
  it('gives the facts in order, and tells when they were changed', async () => {
    const run = await runOf('byFact');
    expect(await readRunFacts(run)).toEqual(facts);
    const path = join(directory, 'facts.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('S1', 'S9'));
    await expect(readRunFacts(run)).rejects.toThrowError(expect.objectContaining({ code: 'run-broken' }));
  });
});
