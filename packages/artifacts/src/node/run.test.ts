import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EditorState, Fact, WeightDelta } from '@alphaedit/spec';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testManifest } from '../test-manifest.js';
import { appendBatch } from './append-batch.js';
import { assertRunOf } from './assert-run-of.js';
import { createRun } from './create-run.js';
import { finishRun } from './finish-run.js';
import { keepAnswers } from './keep-answers.js';
import { lockRun } from './lock-run.js';
import { openRun } from './open-run.js';
import { readDeltas } from './read-deltas.js';
import { readState } from './read-state.js';
import { LOCK_FILES, type Run, type WritableRun } from './run.js';

/** Kills the process, so to speak, at the n-th write or removal from now. */
const kill = vi.hoisted(() => ({
  in: Number.POSITIVE_INFINITY,
  step() {
    if (--this.in < 0) throw new Error('killed');
  },
}));

vi.mock('@alphaedit/files', async (original) => {
  const real = await original<typeof import('@alphaedit/files')>();
  return {
    ...real,
    writeFileAtomically: async (path: string, bytes: Uint8Array) => {
      if (kill.in === 0) await writeFile(`${path}.1-0.tmp`, 'half');
      kill.step();
      return real.writeFileAtomically(path, bytes);
    },
  };
});
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return {
    ...real,
    rm: async (...args: Parameters<typeof real.rm>) => {
      if (String(args[0]).includes('state')) kill.step();
      return real.rm(...args);
    },
  };
});

const facts: Fact[] = Array.from({ length: 5 }, (_, i) => ({
  subject: `S${i}`,
  prompt: '{} is',
  target: 'x',
}));

/** A batch that depends on the state before it, as a sequential editor's does. */
function nextBatch(run: Run, state: EditorState | undefined) {
  const from = run.batches.at(-1)?.to ?? 0;
  const to = Math.min(from + 2, facts.length);
  const before = Number(state?.values.sum ?? 0.1);
  const sum = before * 1.7 + to;
  const matrix = { rows: 1, cols: 1, data: Float64Array.of(sum) };
  const deltas: WeightDelta[] = [
    { kind: 'low-rank', parameter: 'w', orientation: 'in-out', left: matrix, right: matrix },
  ];
  const record = { from, to, seconds: 1, residual: 0.1, deltaNorm: { 1: 2 }, values: [], warnings: [] };
  return { record, deltas, state: { editor: 'alphaedit', matrices: { m: matrix }, values: { sum } } };
}

async function work(directory: string): Promise<WritableRun> {
  const lock = await lockRun(directory);
  try {
    let run = await openRun(directory, lock).catch(() => createRun(directory, testManifest, facts, lock));
    while ((run.batches.at(-1)?.to ?? 0) < facts.length) {
      run = await appendBatch(run, nextBatch(run, await readState(run)));
    }
    await finishRun(run, { batches: run.batches.length });
    return run;
  } finally {
    await lock.release();
  }
}

/** Begins a run and goes on holding its lock. */
const begin = async (directory: string) =>
  createRun(directory, testManifest, facts, await lockRun(directory));

async function contents(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((e) =>
    e.isFile(),
  );
  const files = names.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(directory.length), (await readFile(path)).toString('base64')];
  });
  return Object.fromEntries(await Promise.all(files));
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
});
afterEach(async () => {
  kill.in = Number.POSITIVE_INFINITY;
  await rm(folder, { recursive: true });
});

describe('a run', () => {
  it('gives back what was put in', async () => {
    const run = await work(join(folder, 'run'));
    const opened = await openRun(join(folder, 'run'));
    expect({ ...opened, lock: run.lock }).toEqual(run);
    expect(opened.manifest).toEqual(testManifest);
    const values = [];
    for await (const { record, deltas } of readDeltas(opened)) {
      values.push([record.from, record.to, deltas[0]!.kind === 'low-rank' && deltas[0]!.left.data[0]]);
    }
    const a = 0.1 * 1.7 + 2;
    const b = a * 1.7 + 4;
    expect(values).toEqual([
      [0, 2, a],
      [2, 4, b],
      [4, 5, b * 1.7 + 5],
    ]);
    expect(await readdir(join(folder, 'run', 'state'))).toEqual(['0003.safetensors']);
  });

  it('ends with the same files wherever it is killed', async () => {
    await work(join(folder, 'whole'));
    const whole = await contents(join(folder, 'whole'));
    let kills = 0;
    for (let at = 0; ; at++) {
      const directory = join(folder, `killed-${at}`);
      kill.in = at;
      const killed = await work(directory).then(
        () => false,
        () => true,
      );
      kill.in = Number.POSITIVE_INFINITY;
      await work(directory);
      expect(await contents(directory), `killed at write ${at}`).toEqual(whole);
      if (!killed) break;
      kills++;
    }
    // Facts, manifest, three files for each of three batches, two old states to remove, metrics.
    expect(kills).toBeGreaterThanOrEqual(14);
  });

  it('keeps no state for an editor that hands none on', async () => {
    const run = await begin(join(folder, 'run'));
    const { record, deltas } = nextBatch(run, undefined);
    await appendBatch(run, { record, deltas });
    expect(await readState(await openRun(join(folder, 'run')))).toBeUndefined();
  });

  it('refuses another model', async () => {
    const run = await begin(join(folder, 'run'));
    assertRunOf(run, testManifest.model.hash);
    expect(() => assertRunOf(run, 'c'.repeat(64))).toThrowError(
      expect.objectContaining({ code: 'run-of-another-model' }),
    );
  });
});

describe('createRun', () => {
  it('refuses a folder that holds a run or anything else, and a place that is no folder', async () => {
    const run = await begin(join(folder, 'run'));
    await expect(begin(join(folder, 'run'))).rejects.toMatchObject({ code: 'output-locked' });
    await run.lock.release();
    await expect(begin(join(folder, 'run'))).rejects.toMatchObject({ code: 'run-exists' });
    await writeFile(join(folder, 'mine.txt'), '');
    await expect(begin(folder)).rejects.toMatchObject({ code: 'output-not-empty' });
    expect((await readdir(folder)).filter((name) => !LOCK_FILES.test(name))).toEqual(['mine.txt', 'run']);
    const inside = join(folder, 'mine.txt', 'run');
    await expect(begin(inside)).rejects.toMatchObject({ code: 'output-unwritable' });
  });
});

describe('a lock that was taken away', () => {
  it('stops its holder before it writes', async () => {
    const run = await begin(join(folder, 'run'));
    await rm(join(folder, 'run', 'writer.lock'));
    const { record, deltas, state } = nextBatch(run, undefined);
    const files = await contents(join(folder, 'run'));
    const lost = { code: 'lock-lost' };
    await expect(appendBatch(run, { record, deltas, state })).rejects.toMatchObject(lost);
    await expect(finishRun(run, {})).rejects.toMatchObject(lost);
    await expect(keepAnswers(run, { knownBefore: [], answers: [] })).rejects.toMatchObject(lost);
    expect(await contents(join(folder, 'run'))).toEqual(files);
  });
});

describe('openRun', () => {
  const damage = (file: string, text: string) => writeFile(join(folder, 'run', file), text);

  it('names the file and the field that is wrong', async () => {
    await expect(openRun(folder)).rejects.toMatchObject({ code: 'no-run' });
    await work(join(folder, 'run'));
    const record = await readFile(join(folder, 'run', 'batches', '0002.json'), 'utf8');
    await damage('batches/0002.json', record.replace('"residual": 0.1', '"residual": null'));
    await expect(openRun(join(folder, 'run'))).rejects.toMatchObject({
      code: 'run-broken',
      message: expect.stringMatching(/0002\.json.*"residual"/),
    });
    await damage('batches/0002.json', record.replace('"from": 2', '"from": 1'));
    await expect(openRun(join(folder, 'run'))).rejects.toMatchObject({ code: 'run-broken' });
    await damage('manifest.json', '{');
    await expect(openRun(join(folder, 'run'))).rejects.toMatchObject({ code: 'run-broken' });
  });

  it('finds a change of one byte when the file is read', async () => {
    const run = await work(join(folder, 'run'));
    for (const file of ['batches/0001.safetensors', 'state/0003.safetensors']) {
      const bytes = await readFile(join(folder, 'run', file));
      bytes[bytes.length - 1]! ^= 1;
      await writeFile(join(folder, 'run', file), bytes);
    }
    await expect(readState(run)).rejects.toMatchObject({ code: 'run-broken' });
    await expect(readDeltas(run).next()).rejects.toMatchObject({ code: 'run-broken' });
  });
});
