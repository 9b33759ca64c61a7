import type { ShipOptions } from '../runs/pack-run.js';
import { openExported } from './open-exported.js';
import { type ExportedPack, writePack } from './write-pack.js';

/** Where to, and what goes with it. */
export interface ExportPackOptions extends ShipOptions {
  readonly out: string;
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
  const { pack, warnings } = await openExported(edits, options, { net: true });
  return { ...(await writePack(pack, out)), warnings };
}
