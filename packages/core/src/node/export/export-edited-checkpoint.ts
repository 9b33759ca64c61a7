import { provenanceOf } from '@alphaedit/artifacts';
import { type ExportDtype, type ExportedCheckpoint, exportCheckpoint } from '@alphaedit/artifacts/node';
import type { ConfigPolicy } from '@alphaedit/model';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import type { Warning } from '@alphaedit/spec';
import type { CoreWork } from '../../work.js';
import type { ShipOptions } from '../runs/pack-run.js';
import { editedWeights } from './edited-weights.js';
import { openExported } from './open-exported.js';

/** Part of a weight's change that may go in rounding before it is worth a warning. */
const ROUNDED_AWAY = 0.1;

/** From which model, where to, in which number format, and what goes with it. */
export interface ExportEditedCheckpointOptions extends ShipOptions, ConfigPolicy, CoreWork {
  /** The checkpoint folder the edits were made from. */
  readonly model: string;
  readonly out: string;
  /** Number format of the edited tensors; that of each tensor in the checkpoint where left out. */
  readonly dtype?: ExportDtype;
}

/** What was written. */
export interface EditedCheckpoint extends ExportedCheckpoint {
  /** How many facts it holds. */
  readonly facts: number;
  /** Whether their texts stand in `alphaedit.json`. */
  readonly withFacts: boolean;
  /** The largest part of a weight's change that went in rounding to the number format it is stored in. */
  readonly rounded: number;
  readonly warnings: readonly Warning[];
}

/**
 * Writes the whole edited checkpoint, tensor by tensor, as any program reads it. Of the model folder only what readers of a
 * checkpoint need goes with it; `leftOut` names the rest.
 *
 * @throws {EditError} `export-overflow`, `export-dtype`, `pack-of-another-model`, `no-run`, `run-broken`, `run-unfinished`
 * @throws {SettingsError} `facts-missing`
 * @throws {OutputError} when it cannot be written
 */
export async function exportEditedCheckpoint(
  edits: string,
  options: ExportEditedCheckpointOptions,
): Promise<EditedCheckpoint> {
  const { model, out, dtype, withFacts, partial, signal, onProgress } = options;
  const { ignoreConfigFields, strictConfig } = options;
  const exported = await openExported(edits, { withFacts, partial });
  const info = await inspectCheckpoint(model, { ignoreConfigFields, strictConfig });
  const folder = await openCheckpoint(model);
  try {
    const weights = await editedWeights(folder, info, exported);
    const { factCount, facts } = exported.pack;
    const written = await exportCheckpoint({
      source: folder.directory,
      files: folder.files,
      out,
      weights,
      provenance: provenanceOf(exported.pack),
      dtype,
      signal,
      onProgress,
    });
    const rounded = written.tensors.reduce((most, tensor) => Math.max(most, tensor.rounded), 0);
    const types = [...new Set(written.tensors.map((tensor) => tensor.dtype))].join(', ');
    return {
      ...written,
      facts: factCount,
      withFacts: facts !== undefined,
      rounded,
      warnings: [...exported.warnings, ...(rounded > ROUNDED_AWAY ? [roundedAway(types, rounded, out)] : [])],
    };
  } finally {
    await folder.close();
  }
}

const roundedAway = (types: string, rounded: number, out: string): Warning => ({
  code: 'edit-rounded',
  message: `In ${types} up to ${Number((100 * rounded).toPrecision(4))} % of a weight's change goes in rounding. Measure the model in ${out}; \`dtype: 'float32'\` stores the change in full, and so does an adapter.`,
  data: { rounded },
});
