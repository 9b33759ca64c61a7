import { assertRunOf, openRun, type Run, readDeltas } from '@alphaedit/artifacts/node';
import { type AppliedDelta, applyDelta } from '@alphaedit/editors';
import type { ModelPort, Work } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import { identityOf } from '../model/identity-of.js';

/** A run that belongs to this model. @throws {EditError} `run-of-another-model`, `no-run`, `run-broken` */
export async function openRunOf(model: ModelPort, directory: string): Promise<Run> {
  const run = await openRun(directory);
  assertRunOf(run, await identityOf(model));
  return run;
}

/**
 * Adds the deltas of every whole batch to the weights, in the order and precision they were made in.
 *
 * @param onApplied is given what `undoDelta` needs, batch by batch
 */
export async function applyRun(
  model: ModelPort,
  run: Run,
  { signal, onProgress }: Work,
  onApplied?: (applied: AppliedDelta) => void,
): Promise<void> {
  const total = run.batches.length;
  for await (const { record, deltas } of readDeltas(run)) {
    throwIfAborted(signal, 'applying the edits');
    const applied = await applyDelta(model, deltas);
    onApplied?.(applied);
    onProgress?.({ stage: 'apply edits', done: record.batch, total, unit: 'batches' });
  }
}
