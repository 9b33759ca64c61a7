import type { EditPack } from '@alphaedit/artifacts';
import type { Run } from '@alphaedit/artifacts/node';
import type { ModelPort } from '@alphaedit/spec';
import type { Task } from '../ui/task.js';
import { applyRun, openRunOf } from './apply-run.js';
import { readPack } from './read-pack.js';

/** Edits to put on a model: a run folder, or an edit pack, which is one file. */
export type Edits = { readonly run: Run } | { readonly pack: EditPack };

/**
 * Opens a run folder or an edit pack that belongs to this model.
 *
 * @throws {EditError} `run-of-another-model`, `no-run`, `run-broken`; `pack-of-another-model`,
 * `not-an-edit-pack`, `pack-broken`
 */
export async function openEdits(model: ModelPort, path: string): Promise<Edits> {
  const pack = await readPack(path);
  if (!pack) return { run: await openRunOf(model, path) };
  const { assertPackOf } = await import('@alphaedit/artifacts');
  assertPackOf(pack, await model.contentHash(), path);
  return { pack };
}

/** Adds the edits to the weights, in the order and precision they were made in. */
export async function applyEdits(model: ModelPort, edits: Edits, task: Task): Promise<void> {
  if ('run' in edits) return applyRun(model, edits.run, task);
  const { applyDelta } = await import('@alphaedit/editors');
  await applyDelta(model, edits.pack.deltas);
}
