import { join } from 'node:path';
import {
  type AdaptedModule,
  assertPackOf,
  encodeProvenance,
  exportedFile,
  PROVENANCE_FILE,
  provenanceOf,
} from '@alphaedit/artifacts';
import { writeFolder } from '@alphaedit/files';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import type { Warning } from '@alphaedit/spec';
import type { CoreWork } from '../../work.js';
import { identityOfFolder } from '../model/identity-of-folder.js';
import type { ModelOptions } from '../model/open-model.js';
import type { ShipOptions } from '../runs/pack-run.js';
import { ADAPTER_TARGETS, type AdapterTarget } from './adapter-targets.js';
import { type FactsOverQuantized, factsOverQuantized, factsToAsk } from './facts-after-export.js';
import { openExported } from './open-exported.js';

/** Of which model, where to, and what goes with it. */
export interface ExportAdapterOptions extends ShipOptions, ModelOptions, CoreWork {
  /** The checkpoint folder the edits were made from. */
  readonly model: string;
  readonly out: string;
  /** Rank per weight at most; without it the adapter is the exact edit. */
  readonly rank?: number;
  /** What the adapter calls its base model; the name recorded with the edits where left out. */
  readonly baseName?: string;
  /** What reads it: `peft`, the default, `vllm`, `mlx`, or `gguf`, for llama.cpp and Ollama. */
  readonly target?: AdapterTarget;
  /** Whether an engine is started to ask every fact with the change over the weights as `Q8_0` and as `Q4_0`. */
  readonly check?: boolean;
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
  readonly modules: readonly AdaptedModule[];
  readonly baseModel: string;
  /** The largest part of a weight's change that was cut off by `rank`. */
  readonly lost: number;
  /** With `check`: which facts hold over quantized weights. */
  readonly checked?: FactsOverQuantized;
  readonly warnings: readonly Warning[];
}

/**
 * Writes the edits as a LoRA adapter, with `alphaedit.json` beside it: where it comes from, and name, size
 * and SHA-256 of each file.
 *
 * @throws {EditError} `pack-of-another-model`, `edits-of-another-tokenizer`, `export-overflow`, `no-run`, `run-broken`, `run-unfinished`
 * @throws {SettingsError} `no-deltas`, `adapter-rank`, `facts-missing`
 * @throws {CheckpointError} `gguf-family` for a family that llama.cpp does not run
 * @throws {OutputError} when it cannot be written
 */
export async function exportAdapter(
  edits: string,
  { model, out, rank, baseName, target = 'peft', check, ...options }: ExportAdapterOptions,
): Promise<ExportedAdapter> {
  const { pack, name, warnings } = await openExported(edits, options, { net: true });
  const asked = check ? await factsToAsk(edits) : undefined;
  const { ignoreConfigFields, strictConfig } = options;
  const info = await inspectCheckpoint(model, { ignoreConfigFields, strictConfig });
  const folder = await openCheckpoint(model);
  try {
    assertPackOf(pack, await identityOfFolder(folder, pack.model), name);
    const baseModel = baseName ?? pack.model.name;
    const { deltas } = pack;
    const contents = { deltas, info, baseModel, rank, linalg: createLinearAlgebra() };
    const { files, modules } = await ADAPTER_TARGETS[target](contents);
    const entries = Object.entries(files).map(([file, content]) => exportedFile(file, content));
    await writeFolder(out, {
      ...files,
      [PROVENANCE_FILE]: encodeProvenance('alphaedit-adapter', provenanceOf(pack), entries),
    });
    const checked = asked && (await factsOverQuantized(asked, { model, deltas }, options));
    return {
      file: join(out, entries[0]!.name),
      bytes: entries[0]!.bytes,
      facts: pack.factCount,
      ...(pack.partOf !== undefined && { partOf: pack.partOf }),
      withFacts: pack.facts !== undefined,
      modules,
      baseModel,
      lost: modules.reduce((most, module) => Math.max(most, module.lost), 0),
      ...(checked && { checked }),
      warnings,
    };
  } finally {
    await folder.close();
  }
}
