import { type ConflictPolicy, type MergedPack, mergePacks } from '@alphaedit/artifacts';
import { type ExportedPack, writePack } from '../export/write-pack.js';
import type { ShipOptions } from '../runs/pack-run.js';
import { packFacts } from '../runs/read-pack.js';
import { packageVersion } from '../version.js';
import { type Patch, readPatch } from './read-patch.js';

/** Where to, what goes with it, and what counts where edits contradict one another. */
export interface MergeEditsOptions extends ShipOptions {
  readonly out: string;
  /** `refuse` by default. */
  readonly conflicts?: ConflictPolicy;
}

/** What was written, and what was left out for it. */
export interface MergedEdits extends ExportedPack, Pick<MergedPack, 'conflicts' | 'repeated'> {}

/**
 * Writes edit packs, or runs, of the same model as one pack. Where two of them ask the same question, one fact is left out;
 * the pack records what it was made of.
 *
 * @example await mergeEdits(['monday', 'tuesday'], { out: 'week', conflicts: 'replace' })
 * @throws {EditError} `packs-of-different-models`, `packs-conflict`, `not-separable`, `no-run`, `run-broken`,
 * `run-unfinished`, `pack-broken`, `not-an-edit-pack`
 * @throws {SettingsError} `facts-missing`, `safetensors-too-large`
 * @throws {OutputError} when it cannot be written
 */
export async function mergeEdits(
  edits: readonly string[],
  { out, conflicts, withFacts, partial }: MergeEditsOptions,
): Promise<MergedEdits> {
  const patches: Patch[] = [];
  for (const path of edits) patches.push(await readPatch(path, { partial }));
  const merged = mergePacks(patches, { conflicts, madeBy: `alphaedit ${packageVersion()}` });
  if (withFacts) for (const { pack, name } of patches) packFacts(pack, name);
  const { facts, ...silent } = merged.pack;
  const written = await writePack({ ...silent, ...(withFacts && { facts }) }, out);
  return {
    ...written,
    conflicts: merged.conflicts,
    repeated: merged.repeated,
    warnings: patches.flatMap(({ warnings }) => warnings),
  };
}
