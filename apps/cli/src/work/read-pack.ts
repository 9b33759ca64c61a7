import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { EditPack } from '@alphaedit/artifacts';

/** The edit pack of this path; nothing where it is no file, as a run folder is not. @throws {EditError} as `decodeEditPack` */
export async function readPack(path: string): Promise<EditPack | undefined> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  const { decodeEditPack } = await import('@alphaedit/artifacts');
  return decodeEditPack(await readFile(path), path);
}
