import { join } from 'node:path';
import {
  assertPackOf,
  encodeProvenance,
  exportedFile,
  loraAdapter,
  PROVENANCE_FILE,
  provenanceOf,
} from '@alphaedit/artifacts';
import { writeFolder } from '@alphaedit/files';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { openCheckpoint } from '@alphaedit/model/node';
import type { Warning } from '@alphaedit/spec';
import { identityOfFolder } from '../model/identity-of-folder.js';
import type { ShipOptions } from '../runs/pack-run.js';
import { modulePath } from './module-path.js';
import { openExported } from './open-exported.js';

/** Of which model, where to, and what goes with it. */
export interface ExportAdapterOptions extends ShipOptions {
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
  /** How many facts it edits. */
  readonly facts: number;
  /** How many facts the whole run has, where it is exported in part. */
  readonly partOf?: number;
  /** Whether their texts stand in `alphaedit.json`. */
  readonly withFacts: boolean;
  readonly modules: Awaited<ReturnType<typeof loraAdapter>>['modules'];
  readonly baseModel: string;
  /** The largest part of a weight's change that was cut off by `rank`. */
  readonly lost: number;
  readonly warnings: readonly Warning[];
}

/** The files of an adapter that PEFT reads. */
export const ADAPTER_FILES = { weights: 'adapter_model.safetensors', config: 'adapter_config.json' } as const;

/**
 * Writes the edits as a LoRA adapter that PEFT reads, with `alphaedit.json` beside it: where it comes from, and name, size
 * and SHA-256 of each file.
 *
 * @throws {EditError} `pack-of-another-model`, `edits-of-another-tokenizer`, `export-overflow`, `no-run`, `run-broken`, `run-unfinished`
 * @throws {SettingsError} `no-deltas`, `adapter-rank`, `facts-missing`
 * @throws {OutputError} when it cannot be written
 */
export async function exportAdapter(
  edits: string,
  { model, out, rank, baseName, ...options }: ExportAdapterOptions,
): Promise<ExportedAdapter> {
  const { pack, name, warnings } = await openExported(edits, options, { net: true });
  const folder = await openCheckpoint(model);
  try {
    assertPackOf(pack, await identityOfFolder(folder, pack.model), name);
    const { model_type: modelType } = folder.config as { model_type: string };
    const { config, weights, modules } = await loraAdapter({
      deltas: pack.deltas,
      moduleOf: (parameter) => modulePath(parameter, modelType),
      baseModel: baseName ?? pack.model.name,
      rank,
      linalg: createLinearAlgebra(),
    });
    const configText = new TextEncoder().encode(`${JSON.stringify(config, undefined, 2)}\n`);
    const files = { [ADAPTER_FILES.weights]: weights, [ADAPTER_FILES.config]: configText };
    const entries = Object.entries(files).map(([file, content]) => exportedFile(file, content));
    await writeFolder(out, {
      ...files,
      [PROVENANCE_FILE]: encodeProvenance('alphaedit-adapter', provenanceOf(pack), entries),
    });
    return {
      file: join(out, ADAPTER_FILES.weights),
      bytes: weights.length,
      facts: pack.factCount,
      ...(pack.partOf !== undefined && { partOf: pack.partOf }),
      withFacts: pack.facts !== undefined,
      modules,
      baseModel: String(config.base_model_name_or_path),
      lost: modules.reduce((most, module) => Math.max(most, module.lost), 0),
      warnings,
    };
  } finally {
    await folder.close();
  }
}
