import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type DecodedEditPack, decodeEditPack, type EditPack } from '@alphaedit/artifacts';
import { runExists } from '@alphaedit/artifacts/node';
import { readWholeFile } from '@alphaedit/safetensors/node';
import type { Fact, Warning } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';

/** Name of the file in a folder that was exported as a pack. */
export const PACK_FILE = 'edit-pack.safetensors';

/**
 * The edit pack at this path, which is the file or the folder it was exported into; nothing where there is none, as in
 * a run folder.
 *
 * @throws {EditError} as `decodeEditPack`
 * @throws {CheckpointError} as `readWholeFile`, and for a file that is no safetensors file
 */
export async function readPack(path: string): Promise<DecodedEditPack | undefined> {
  const file = packFile(path);
  return file === undefined ? undefined : decodeEditPack(await readWholeFile(file), file);
}

/** Where the edit pack at this path is; nothing where there is none. */
export function packFile(path: string): string | undefined {
  const isFile = (name: string) => statSync(name, { throwIfNoEntry: false })?.isFile() === true;
  if (isFile(path)) return path;
  const inside = join(path, PACK_FILE);
  return !runExists(path) && isFile(inside) ? inside : undefined;
}

/** The facts of a pack. @throws {SettingsError} `facts-missing` where it was made without them */
export function packFacts({ facts }: EditPack, name: string): readonly Fact[] {
  if (facts) return facts;
  throw new SettingsError({
    code: 'facts-missing',
    message: `${name} was exported without its facts.`,
    hint: 'Give `facts`, or the run folder it was made from, which holds them.',
    data: { pack: name },
  });
}

/** What is to be said of a pack that is used. */
export function packWarnings({ sha256 }: DecodedEditPack, name: string): Warning[] {
  if (sha256 !== undefined) return [];
  return [
    {
      code: 'pack-unproven',
      message: `${name} was made by an earlier version, which kept no hash: nothing tells whether it was changed since. Export it again.`,
      data: { pack: name },
    },
  ];
}
