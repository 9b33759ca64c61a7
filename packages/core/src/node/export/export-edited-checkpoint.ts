import { provenanceOf } from '@alphaedit/artifacts';
import { type ExportDtype, type ExportedCheckpoint, exportCheckpoint } from '@alphaedit/artifacts/node';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import type { Warning } from '@alphaedit/spec';
import type { CoreWork } from '../../work.js';
import { inFormOfEdits } from '../model/form-of-edits.js';
import type { ModelOptions } from '../model/open-model.js';
import type { ShipOptions } from '../runs/pack-run.js';
import { assertCheckpointFolder } from './assert-not-quantized.js';
import { editedWeights } from './edited-weights.js';
import { type FactsAfterExport, factsAfterExport, factsToAsk, lostWarnings } from './facts-after-export.js';
import { openExported } from './open-exported.js';
import { roundedAway } from './rounded-away.js';

/** From which model, where to, in which number format, and what goes with it. */
export interface ExportEditedCheckpointOptions extends ShipOptions, ModelOptions, CoreWork {
  /** The checkpoint folder the edits were made from. */
  readonly model: string;
  readonly out: string;
  /** Number format of the edited tensors; that of each tensor in the checkpoint where left out. */
  readonly dtype?: ExportDtype;
  /** Whether an engine is started to ask the written checkpoint every fact. */
  readonly measure?: boolean;
}

/** What was written. */
export interface EditedCheckpoint extends ExportedCheckpoint {
  /** How many facts it holds. */
  readonly facts: number;
  /** How many facts the whole run has, where it is exported in part. */
  readonly partOf?: number;
  /** Whether their texts stand in `alphaedit.json`. */
  readonly withFacts: boolean;
  /** The largest part of a weight's change that went in rounding to the number format it is stored in. */
  readonly rounded: number;
  /** With `measure`: which facts no longer hold. */
  readonly measured?: FactsAfterExport;
  readonly warnings: readonly Warning[];
}

/**
 * Writes the whole edited checkpoint, tensor by tensor, as any program reads it. Of the model folder only what readers of a
 * checkpoint need goes with it; `leftOut` names the rest.
 *
 * @throws {EditError} `export-overflow`, `export-dtype`, `export-quantized`, `pack-of-another-model`, `no-run`, `run-broken`, `run-unfinished`
 * @throws {SettingsError} `facts-missing` where facts are to go out, or to be measured, that a pack does not hold
 * @throws {EngineError} with `measure`, as `openModel`: the checkpoint is then written
 * @throws {OutputError} when it cannot be written
 */
export async function exportEditedCheckpoint(
  edits: string,
  options: ExportEditedCheckpointOptions,
): Promise<EditedCheckpoint> {
  const { model, out, dtype, measure, withFacts, partial, signal, onProgress } = options;
  const { ignoreConfigFields, strictConfig } = options;
  const exported = await openExported(edits, { withFacts, partial });
  const asked = measure ? await factsToAsk(edits) : undefined;
  const info = await inspectCheckpoint(model, { ignoreConfigFields, strictConfig });
  assertCheckpointFolder(info, model);
  const folder = await openCheckpoint(model);
  try {
    const weights = await editedWeights(folder, info, exported);
    const { factCount, partOf, facts } = exported.pack;
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
    const { deltas } = exported.pack;
    const measured =
      asked && (await factsAfterExport(asked, { model, deltas, out }, await inFormOfEdits([edits], options)));
    return {
      ...written,
      facts: factCount,
      ...(partOf !== undefined && { partOf }),
      withFacts: facts !== undefined,
      rounded,
      ...(measured && { measured }),
      warnings: [
        ...exported.warnings,
        ...roundedAway(types, rounded),
        ...(measured ? lostWarnings(measured) : []),
      ],
    };
  } finally {
    await folder.close();
  }
}
