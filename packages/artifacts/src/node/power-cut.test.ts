// A power cut at every change of the disk: what a process was told is written must be there afterwards.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact, WeightDelta } from '@alphaedit/spec';
import { type AfterPowerCut, PowerCut } from '@alphaedit/testing/power-cut';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

const disk = vi.hoisted(() => ({ cut: undefined as PowerCut | undefined }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const watched =
    (name: string) =>
    (...args: unknown[]) => {
      const functions = (disk.cut?.functions ?? real) as unknown as Record<
        string,
        (...args: unknown[]) => unknown
      >;
      return functions[name]!(...args);
    };
  const names = ['open', 'writeFile', 'copyFile', 'mkdir', 'rename', 'link', 'rm', 'rmdir'];
  return { ...real, ...Object.fromEntries(names.map((name) => [name, watched(name)])) };
});

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
  if (run.undone.size === 0) {
    run = await undoFacts(run, { facts: [0], at: new Date(0) });
    told.undone = run.undone.size;
  }
  await finishRun(run, { done: true });
  await lock.release();
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'power-'));
});
afterEach(async () => {
  disk.cut = undefined;
  await rm(folder, { recursive: true });
});

describe.each<[AfterPowerCut]>([['nothing'], ['names']])(
  'after a power cut that leaves %s of what was not flushed',
  (left) => {
    it('a run holds what was told to be in it, and goes on', async () => {
      let cuts = 0;
      for (let at = 0; ; at++) {
        const [directory, recovered] = [join(folder, `${at}`), join(folder, `${at}-recovered`)];
        const told: Told = { batches: 0, undone: 0 };
        const cut = new PowerCut();
        cut.after(at);
        disk.cut = cut;
        await work(join(directory, 'run'), told).catch((error) => {
          if (!cut.isCut) throw error;
        });
        disk.cut = undefined;
        if (!cut.isCut) break;
        cuts++;
        if (existsSync(directory)) await cut.recover(directory, recovered, left);
        const run = join(recovered, 'run');
        const lock = join(run, 'writer.lock');
        if (existsSync(lock)) {
          // It names its owner, who is gone: the machine has been started anew.
          const { boot, ...owner } = JSON.parse(await readFile(lock, 'utf8'));
          expect(owner).toMatchObject({ pid: process.pid, token: expect.any(String) });
          await rm(lock);
        }
        if (told.batches > 0) {
          const found = await openRun(run);
          expect(found.batches.length, `cut at ${at}`).toBeGreaterThanOrEqual(told.batches);
          expect(found.undone.size, `cut at ${at}`).toBeGreaterThanOrEqual(told.undone);
          await readState(found);
        }
        await work(run, { batches: 0, undone: 0 });
        const whole = await openRun(run);
        expect(whole.batches).toHaveLength(facts.length);
        expect([...whole.undone]).toEqual([0]);
        expect(await readRunFacts(whole)).toEqual(facts);
        for await (const { deltas } of readDeltas(whole)) expect(deltas).toBeDefined();
      }
      expect(cuts).toBeGreaterThan(50);
    });
  },
);
