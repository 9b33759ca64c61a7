import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeEditPack, type EditPack } from '@alphaedit/artifacts';
import { runExists } from '@alphaedit/artifacts/node';

/** Name of the file in a folder that was exported as a pack. */
export const PACK_FILE = 'edit-pack.safetensors';

/**
 * The edit pack at this path, which is the file or the folder it was exported into; nothing where there is none, as in
 * a run folder.
 *
 * @throws {EditError} as `decodeEditPack`
 */
export async function readPack(path: string): Promise<EditPack | undefined> {
  const file = packFile(path);
  return file === undefined ? undefined : decodeEditPack(await readFile(file), file);
}

function packFile(path: string): string | undefined {
  const isFile = (name: string) => statSync(name, { throwIfNoEntry: false })?.isFile() === true;
  if (isFile(path)) return path;
  const inside = join(path, PACK_FILE);
  return !runExists(path) && isFile(inside) ? inside : undefined;
}
