import { assertPackOf, type EditPack } from '@alphaedit/artifacts';
import { type Run, readDeltas } from '@alphaedit/artifacts/node';
import { applyDelta } from '@alphaedit/editors';
import type { ModelPort, WeightDelta, Work } from '@alphaedit/spec';
import { type CoreWork, warnAll } from '../../work.js';
import { identityOf } from '../model/identity-of.js';
import { applyRun, openRunOf } from './apply-run.js';
import { packWarnings, readPack } from './read-pack.js';

/** Edits to put on a model: a run folder, or an edit pack. */
export type Edits = { readonly run: Run } | { readonly pack: EditPack };

/**
 * Opens a run folder or an edit pack (the file, or the folder it was exported into) that belongs to this model. A pack of
 * the first version gives the warning `pack-unproven`.
 *
 * @throws {EditError} `run-of-another-model`, `no-run`, `run-broken`; `pack-of-another-model`,
 * `not-an-edit-pack`, `pack-broken`
 */
export async function openEdits(model: ModelPort, path: string, work: CoreWork = {}): Promise<Edits> {
  const pack = await readPack(path);
  if (!pack) return { run: await openRunOf(model, path) };
  assertPackOf(pack, await identityOf(model), path);
  warnAll(work, packWarnings(pack, path));
  return { pack };
}

/** Adds the edits to the weights, in the order and precision they were made in; several one after the other. */
export async function applyEdits(
  model: ModelPort,
  edits: Edits | readonly Edits[],
  work: Work = {},
): Promise<void> {
  for (const one of [edits].flat()) {
    if ('run' in one) await applyRun(model, one.run, work);
    else await applyDelta(model, one.pack.deltas);
  }
}

/** The changes of edits, in order, to lay over a model (`withDelta`) that stays as it is. */
export async function deltasOf(edits: readonly Edits[]): Promise<readonly WeightDelta[]> {
  const deltas: WeightDelta[] = [];
  for (const one of edits) {
    if ('pack' in one) deltas.push(...one.pack.deltas);
    else for await (const batch of readDeltas(one.run)) deltas.push(...batch.deltas);
  }
  return deltas;
}
