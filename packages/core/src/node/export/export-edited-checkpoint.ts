import { type ExportedCheckpoint, exportCheckpoint } from '@alphaedit/artifacts/node';
import type { ConfigPolicy } from '@alphaedit/model';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import type { Warning } from '@alphaedit/spec';
import type { CoreWork } from '../../work.js';
import { editedWeights } from './edited-weights.js';
import { openExported } from './open-exported.js';

/** Part of a weight's change that may go in rounding before it is worth a warning. */
const ROUNDED_AWAY = 0.1;

/** What was written. */
export interface EditedCheckpoint extends ExportedCheckpoint {
  readonly facts: number;
  /** The largest part of a weight's change that went in rounding to the checkpoint's number format. */
  readonly rounded: number;
  readonly warnings: readonly Warning[];
}

/**
 * Writes the whole edited checkpoint, tensor by tensor, as any program reads it.
 *
 * @param model the checkpoint folder the edits were made from
 * @throws {EditError} `pack-of-another-model`, `no-run`, `run-broken`; {OutputError} when it cannot be written
 */
export async function exportEditedCheckpoint(
  edits: string,
  options: { readonly model: string; readonly out: string } & ConfigPolicy & CoreWork,
): Promise<EditedCheckpoint> {
  const { model, out, signal, onProgress, ignoreConfigFields, strictConfig } = options;
  const exported = await openExported(edits);
  const { pack } = exported;
  const info = await inspectCheckpoint(model, { ignoreConfigFields, strictConfig });
  const folder = await openCheckpoint(model);
  try {
    const weights = await editedWeights(folder, info, exported);
    const { model: base, editor, settings, facts, madeBy } = pack;
    const written = await exportCheckpoint({
      source: folder.directory,
      files: folder.files,
      out,
      weights,
      provenance: { format: 'alphaedit-checkpoint', schemaVersion: 1, base, editor, settings, madeBy, facts },
      signal,
      onProgress,
    });
    const rounded = written.tensors.reduce((most, tensor) => Math.max(most, tensor.rounded), 0);
    const types = [...new Set(written.tensors.map(({ dtype }) => dtype))].join(', ');
    return {
      ...written,
      facts: facts.length,
      rounded,
      warnings: rounded > ROUNDED_AWAY ? [roundedAway(types, rounded, out)] : [],
    };
  } finally {
    await folder.close();
  }
}

const roundedAway = (types: string, rounded: number, out: string): Warning => ({
  code: 'edit-rounded',
  message: `In ${types} up to ${Number((100 * rounded).toPrecision(4))} % of a weight's change goes in rounding. Measure the model in ${out}; an adapter keeps the change in float32.`,
  data: { rounded },
});
