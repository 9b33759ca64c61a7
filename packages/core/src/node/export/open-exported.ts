import { basename } from 'node:path';
import type { EditPack } from '@alphaedit/artifacts';
import { openRun } from '@alphaedit/artifacts/node';
import type { Warning } from '@alphaedit/spec';
import { packRun, type ShipOptions } from '../runs/pack-run.js';
import { packFacts, packWarnings, readPack } from '../runs/read-pack.js';

/** An edit to export, with its facts where they are asked for, and what messages call it. */
export interface Exported {
  readonly pack: EditPack;
  readonly name: string;
  readonly warnings: readonly Warning[];
}

/**
 * A run folder or an edit pack, as a pack.
 *
 * @param how as `packRun` *
 * @throws {EditError} `run-unfinished`, and as `openRun` and `decodeEditPack` do
 * @throws {SettingsError} `facts-missing` where facts are asked for that a pack does not hold
 */
export async function openExported(
  path: string,
  options: ShipOptions,
  how: { readonly net?: boolean } = {},
): Promise<Exported> {
  const packed = await readPack(path);
  if (packed) {
    const name = basename(path);
    const { facts: _, ...pack } = packed;
    const facts = options.withFacts && packFacts(packed, name);
    return { pack: { ...pack, ...(facts && { facts }) }, name, warnings: packWarnings(packed, name) };
  }
  const run = await openRun(path);
  return { pack: await packRun(run, options, how), name: run.directory, warnings: [] };
}
