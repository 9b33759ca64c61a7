import { join } from 'node:path';
import { assertPackOf, loraAdapter } from '@alphaedit/artifacts';
import { writeFolder } from '@alphaedit/files';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { openCheckpoint } from '@alphaedit/model/node';
import { modulePath } from './module-path.js';
import { openExported } from './open-exported.js';

/** Of which model, and where to. */
export interface ExportAdapterOptions {
  /** The checkpoint folder the edits were made from. */
  readonly model: string;
  readonly out: string;
  /** Rank per weight at most; without it the adapter is the exact edit. */
  readonly rank?: number;
  /** What the adapter calls its base model; the name recorded with the edits where left out. */
  readonly baseName?: string;
}

/** What was written. */
export interface ExportedAdapter {
  readonly file: string;
  readonly bytes: number;
  readonly facts: number;
  readonly modules: Awaited<ReturnType<typeof loraAdapter>>['modules'];
  readonly baseModel: string;
  /** The largest part of a weight's change that was cut off by `rank`. */
  readonly lost: number;
}

/**
 * Writes the edits as a LoRA adapter that PEFT reads.
 *
 * @throws {EditError} `pack-of-another-model`, `no-deltas`, `adapter-rank`, `no-run`, `run-broken`
 * @throws {OutputError} when it cannot be written
 */
export async function exportAdapter(
  edits: string,
  { model, out, rank, baseName }: ExportAdapterOptions,
): Promise<ExportedAdapter> {
  const { pack, name } = await openExported(edits);
  const folder = await openCheckpoint(model);
  try {
    assertPackOf(pack, await folder.tensors.digest(), name);
    const { model_type: modelType } = folder.config as { model_type: string };
    const { config, weights, modules } = await loraAdapter({
      deltas: pack.deltas,
      moduleOf: (parameter) => modulePath(parameter, modelType),
      baseModel: baseName ?? pack.model.name,
      rank,
      linalg: createLinearAlgebra(),
    });
    await writeFolder(out, {
      'adapter_model.safetensors': weights,
      'adapter_config.json': `${JSON.stringify(config, undefined, 2)}\n`,
    });
    return {
      file: join(out, 'adapter_model.safetensors'),
      bytes: weights.length,
      facts: pack.facts.length,
      modules,
      baseModel: String(config.base_model_name_or_path),
      lost: modules.reduce((most, module) => Math.max(most, module.lost), 0),
    };
  } finally {
    await folder.close();
  }
}
