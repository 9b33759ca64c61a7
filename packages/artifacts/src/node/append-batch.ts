import { writeFileAtomically } from '@alphaedit/files';
import type { EditorState, WeightDelta } from '@alphaedit/spec';
import { encodeDeltas } from '../encode-deltas.js';
import { encodeState } from '../encode-state.js';
import type { BatchRecord, NewBatchRecord } from '../run-schema.js';
import { sha256 } from './read-checked.js';
import { removeLeftovers } from './remove-leftovers.js';
import { runFiles, type WritableRun } from './run.js';
import { writeSeal } from './seal.js';

/** A batch to write to a run: its record, its changes and the state it hands on. */
export interface AppendedBatch {
  readonly record: NewBatchRecord;
  readonly deltas: readonly WeightDelta[];
  /** What the next batch needs; left out where batches do not know of one another. */
  readonly state?: EditorState;
}

/**
 * Adds one batch: deltas, then the state after them, then the record that makes both count, then the seal. Whatever kills
 * the process between two of these writes, the run opens as it was before the batch, with its old state in
 * place; that one is removed last.
 *
 * @returns the run with the batch in it
 * @throws {OutputError} `lock-lost`, `disk-full`, `output-unwritable`, `output-failed`; the run is as it was
 */
export async function appendBatch(
  run: WritableRun,
  { record, deltas, state }: AppendedBatch,
): Promise<WritableRun> {
  const { directory } = run;
  const batch = run.batches.length + 1;
  const deltaBytes = encodeDeltas(deltas);
  const stateBytes = state && encodeState(state);
  await run.lock.check();
  await writeFileAtomically(runFiles.deltas(directory, batch), deltaBytes);
  if (stateBytes) await writeFileAtomically(runFiles.state(directory, batch), stateBytes);
  const whole: BatchRecord = {
    batch,
    previous: run.head,
    ...record,
    deltasHash: sha256(deltaBytes),
    stateHash: stateBytes ? sha256(stateBytes) : null,
  };
  await run.lock.check();
  const text = `${JSON.stringify(whole, undefined, 2)}\n`;
  await writeFileAtomically(runFiles.record(directory, batch), text);
  const appended = { ...run, batches: [...run.batches, whole], head: sha256(text), sealed: true };
  await writeSeal(appended);
  await removeLeftovers(appended);
  return appended;
}
