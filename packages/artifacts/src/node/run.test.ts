import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
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
    removeFile: async (path: string) => {
      if (path.includes('state')) kill.step();
      return real.removeFile(path);
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
  // One matrix that changes, and one that grows by the batch's columns.
  const keys = { rows: 2, cols: to, data: Float64Array.from({ length: 2 * to }, (_, i) => (i % to) + 0.1) };
  const matrices = { zeta: keys, m: matrix, keys };
  return { record, deltas, state: { editor: 'alphaedit', matrices, values: { sum } } };
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
    expect({ ...opened, lock: run.lock, marks: run.marks }).toEqual(run);
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
    const states = ['0001.safetensors', '0002.safetensors', '0003.safetensors'];
    expect(await readdir(join(folder, 'run', 'state'))).toEqual(states);
    expect(await readState(opened)).toMatchObject({
      matrices: { m: { rows: 1 }, keys: { rows: 2, cols: 5 } },
    });
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
    // Facts, seal, manifest, four files for each of three batches, metrics.
    expect(kills).toBeGreaterThanOrEqual(16);
  });

  it('survives being killed at every write of every attempt to go on', async () => {
    await work(join(folder, 'whole'));
    for (const between of [1, 2, 3, 4, 5]) {
      const directory = join(folder, `killed-${between}`);
      let kills = 0;
      for (;;) {
        kill.in = between;
        const done = await work(directory).then(
          () => true,
          () => false,
        );
        kill.in = Number.POSITIVE_INFINITY;
        if (done) break;
        if (++kills > 60) break;
      }
      await work(directory);
      expect(await contents(directory), `killed every ${between}`).toEqual(
        await contents(join(folder, 'whole')),
      );
    }
  });

  it('writes what is new of a state that grows, and after 64 batches all of it', async () => {
    const count = 70;
    const directory = join(folder, 'long');
    const lock = await lockRun(directory);
    const manifest = { ...testManifest, facts: { ...testManifest.facts, count } };
    let run = await createRun(directory, manifest, [], lock);
    const sizes: number[] = [];
    const size = 32;
    for (let to = 1; to <= count; to++) {
      const data = Float64Array.from({ length: size * to }, (_, i) => (i % to) + Math.floor(i / to) / 7);
      const matrices = { keys: { rows: size, cols: to, data } };
      const record = { from: to - 1, to, seconds: 0, residual: 0, deltaNorm: {}, values: [], warnings: [] };
      run = await appendBatch(run, { record, deltas: [], state: { editor: 'e', matrices, values: {} } });
      sizes.push((await stat(join(directory, 'state', `${String(to).padStart(4, '0')}.safetensors`))).size);
      if (to % 10 === 0) expect(await readState(await openRun(directory))).toMatchObject({ matrices });
    }
    // 32 numbers a batch; the 65th batch writes all 65 columns.
    expect(Math.max(...sizes.slice(1, 64))).toBeLessThan(sizes[0]! + 100);
    expect(sizes[64]).toBeGreaterThan(65 * size * 8);
    expect((await readdir(join(directory, 'state'))).length).toBe(count - 64);
  });

  it('keeps no state for an editor that hands none on', async () => {
    const run = await begin(join(folder, 'run'));
    const { record, deltas } = nextBatch(run, undefined);
    await appendBatch(run, { record, deltas });
    expect(await readState(await openRun(join(folder, 'run')))).toBeUndefined();
  });

  it('refuses another model', async () => {
    const run = await begin(join(folder, 'run'));
    const { hash } = testManifest.model;
    const made = { ...run, manifest: { ...testManifest, model: { ...testManifest.model, tokenizer: 't' } } };
    assertRunOf(made, { hash, tokenizer: 't' });
    // Of an older run, or a model whose tokenizer has no hash, nothing can be told.
    assertRunOf(made, { hash });
    assertRunOf(run, { hash, tokenizer: 't' });
    expect(() => assertRunOf(made, { hash, tokenizer: 'u' })).toThrowError(
      expect.objectContaining({ code: 'edits-of-another-tokenizer' }),
    );
    expect(() => assertRunOf(run, { hash: 'c'.repeat(64) })).toThrowError(
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

describe('the seal', () => {
  const path = (file: string) => join(folder, 'run', file);
  const broken = (file: string, what: RegExp) => ({
    code: 'run-broken',
    message: expect.stringMatching(new RegExp(`${file}.*${what.source}`)),
  });

  it.each([
    ['a record in the middle', 'batches/0002.json', /is missing/],
    ['the last record', 'batches/0003.json', /is missing: the run had 3 batches/],
    ['itself', 'seal.json', /is missing/],
  ])('shows that a file is missing: %s', async (_, file, what) => {
    await work(join(folder, 'run'));
    await rm(path(file));
    await expect(openRun(join(folder, 'run'))).rejects.toMatchObject(broken(file, what));
  });

  it('shows that the ledger is missing, shorter, or of other facts', async () => {
    await work(join(folder, 'run'));
    const { lock, ...run } = await openRun(join(folder, 'run'), await lockRun(join(folder, 'run')));
    const entry = { action: 'undo', facts: [1], at: '2026-01-02T03:04:05.000Z' } as const;
    const ledger = { format: 'alphaedit-ledger', schemaVersion: 1, entries: [entry] };
    await writeFile(path('ledger.json'), JSON.stringify(ledger));
    // Killed before the seal: one entry ahead of it is what an honest run may be.
    expect([...(await openRun(run.directory)).undone]).toEqual([1]);
    await openRun(run.directory, lock);
    await lock.release();
    const other = JSON.stringify({ ...ledger, entries: [{ ...entry, facts: [3] }] });
    await writeFile(path('ledger.json'), other);
    await expect(openRun(run.directory)).rejects.toMatchObject(broken('ledger.json', /was changed/));
    await rm(path('ledger.json'));
    await expect(openRun(run.directory)).rejects.toMatchObject(
      broken('ledger.json', /has 0 entries: the run had 1/),
    );
  });

  it.each([
    ['settings', 'manifest.json', '"L2": 1', '"L2": 999', 'batches/0001.json'],
    ['a record', 'batches/0001.json', '"residual": 0.1', '"residual": 0.01', 'batches/0002.json'],
    ['the last record', 'batches/0003.json', '"residual": 0.1', '"residual": 0.01', 'batches/0003.json'],
  ])('shows that %s was changed', async (_, file, from, to, named) => {
    await work(join(folder, 'run'));
    const text = await readFile(path(file), 'utf8');
    expect(text).toContain(from);
    await writeFile(path(file), text.replace(from, to));
    await expect(openRun(join(folder, 'run'))).rejects.toMatchObject(broken(named, /was (made|changed)/));
  });

  it('is not asked of a run of the first version, which is read as it is', async () => {
    await work(join(folder, 'run'));
    for (const name of ['manifest.json', 'batches/0001.json', 'batches/0002.json', 'batches/0003.json']) {
      const { previous, ...record } = JSON.parse(await readFile(path(name), 'utf8'));
      if (name === 'manifest.json') record.schemaVersion = 1;
      await writeFile(path(name), JSON.stringify(record));
    }
    await rm(path('seal.json'));
    expect(await openRun(join(folder, 'run'))).toMatchObject({ sealed: false, batches: { length: 3 } });
    await rm(path('batches/0002.json'));
    await expect(openRun(join(folder, 'run'))).rejects.toMatchObject(broken('0002.json', /is missing/));
  });

  it('does not trouble readers while another process writes', async () => {
    let writing = true;
    const writer = work(join(folder, 'run')).finally(() => {
      writing = false;
    });
    while (writing) {
      const run = await openRun(join(folder, 'run')).catch((error) => {
        if (error.code !== 'no-run') throw error;
      });
      expect(run?.sealed ?? true).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writer;
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
