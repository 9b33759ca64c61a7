import { dirname } from 'node:path';
import { makeFolder, writeFileAtomically } from '@alphaedit/files';
import { encodeSafetensors } from '@alphaedit/safetensors';
import type { EditorState, Matrix, WeightDelta } from '@alphaedit/spec';
import { encodeDeltas, tensorOf } from '../encode-deltas.js';
import { encodeState } from '../encode-state.js';
import type { BatchRecord, NewBatchRecord } from '../run-schema.js';
import { growthSince, type MatrixGrowth, type MatrixMark, marksOf } from '../state-growth.js';
import { sha256 } from './read-checked.js';
import { readState } from './read-state.js';
import { removeLeftovers } from './remove-leftovers.js';
import { type Run, runFiles, type WritableRun } from './run.js';
import { writeSeal } from './seal.js';

/** A batch to write to a run: its record, its changes and the state it hands on. */
export interface AppendedBatch {
  readonly record: NewBatchRecord;
  readonly deltas: readonly WeightDelta[];
  /** The values z [facts, hiddenSize] it was planned with, where the editor has some. */
  readonly values?: Matrix<Float32Array>;
  /** What the next batch needs; left out where batches do not know of one another. */
  readonly state?: EditorState;
}

/** Files a state is read from at most; then it is written whole again. */
const LONGEST_CHAIN = 64;

const hashOf = (values: Float32Array | Float64Array) =>
  sha256(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));

/** First batch whose file the state of a run is read from. */
const stateFrom = ({ batches }: Run): number => batches.at(-1)?.stateFrom ?? batches.length;

/** Marks of the state before; read from its files where another process wrote them, so that a run has the same bytes. */
async function lastMarks(run: WritableRun): Promise<ReadonlyMap<string, MatrixMark>> {
  const state = run.marks ? undefined : await readState(run);
  return run.marks ?? (state ? marksOf(state, hashOf) : new Map());
}

/** What is new of the matrices that only grew since the batch before. */
function growthOf(
  run: Run,
  marks: ReadonlyMap<string, MatrixMark>,
  { matrices }: EditorState,
): Map<string, MatrixGrowth> {
  const growth = new Map<string, MatrixGrowth>();
  // What the first batch begins with is no file of a batch.
  if (run.batches.length === 0 || run.batches.length - stateFrom(run) + 1 >= LONGEST_CHAIN) return growth;
  for (const [name, mark] of marks) {
    const matrix = matrices[name];
    const grew = matrix && growthSince(mark, matrix, hashOf);
    if (grew) growth.set(name, grew);
  }
  return growth;
}

/**
 * Adds one batch: deltas, then their values and the state after them, then the record that makes both count, then the seal. Whatever kills
 * the process between two of these writes, the run opens as it was before the batch, with its old state in
 * place; that one is removed last.
 *
 * @returns the run with the batch in it
 * @throws {OutputError} `lock-lost`, `disk-full`, `output-unwritable`, `output-failed`; the run is as it was
 */
export async function appendBatch(
  run: WritableRun,
  { record, deltas, values, state }: AppendedBatch,
): Promise<WritableRun> {
  const { directory } = run;
  const batch = run.batches.length + 1;
  const deltaBytes = encodeDeltas(deltas);
  const valueBytes = values && encodeSafetensors([tensorOf('z', values)]);
  const growth = state && growthOf(run, await lastMarks(run), state);
  const stateBytes = state && encodeState(state, growth);
  await run.lock.check();
  await writeFileAtomically(runFiles.deltas(directory, batch), deltaBytes);
  if (valueBytes) {
    const path = runFiles.values(directory, batch);
    await makeFolder(dirname(path));
    await writeFileAtomically(path, valueBytes);
  }
  if (stateBytes) await writeFileAtomically(runFiles.state(directory, batch), stateBytes);
  const whole: BatchRecord = {
    batch,
    previous: run.head,
    ...record,
    deltasHash: sha256(deltaBytes),
    ...(valueBytes && { valuesHash: sha256(valueBytes) }),
    stateHash: stateBytes ? sha256(stateBytes) : null,
    ...(growth && growth.size > 0 && { stateFrom: stateFrom(run) }),
  };
  await run.lock.check();
  const text = `${JSON.stringify(whole, undefined, 2)}\n`;
  await writeFileAtomically(runFiles.record(directory, batch), text);
  const marks = state && marksOf(state, hashOf);
  const appended = { ...run, batches: [...run.batches, whole], head: sha256(text), sealed: true, marks };
  await writeSeal(appended);
  await removeLeftovers(appended);
  return appended;
}
