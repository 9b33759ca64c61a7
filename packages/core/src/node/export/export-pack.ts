import { join } from 'node:path';
import { encodeEditPack } from '@alphaedit/artifacts';
import { makeFolder, writeFileAtomically } from '@alphaedit/files';
import type { Warning } from '@alphaedit/spec';
import type { ShipOptions } from '../runs/pack-run.js';
import { PACK_FILE } from '../runs/read-pack.js';
import { openExported } from './open-exported.js';

/** Where to, and what goes with it. */
export interface ExportPackOptions extends ShipOptions {
  readonly out: string;
}

/** What was written. */
export interface ExportedPack {
  readonly file: string;
  readonly bytes: number;
  /** How many facts it edits. */
  readonly facts: number;
  /** Whether their texts are in it. */
  readonly withFacts: boolean;
  readonly warnings: readonly Warning[];
}

/**
 * Writes the edits of a run folder, or of a pack, as one small file into a folder.
 *
 * @throws {EditError} `no-run`, `run-broken`, `run-unfinished`, `pack-broken`
 * @throws {SettingsError} `facts-missing`, `safetensors-too-large`
 * @throws {OutputError} when it cannot be written
 */
export async function exportPack(
  edits: string,
  { out, ...options }: ExportPackOptions,
): Promise<ExportedPack> {
  const { pack, warnings } = await openExported(edits, options);
  const bytes = encodeEditPack(pack);
  await makeFolder(out);
  const file = join(out, PACK_FILE);
  await writeFileAtomically(file, bytes);
  const { factCount, facts } = pack;
  return { file, bytes: bytes.length, facts: factCount, withFacts: facts !== undefined, warnings };
}
