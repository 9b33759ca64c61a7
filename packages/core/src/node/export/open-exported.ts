import { basename } from 'node:path';
import type { EditPack } from '@alphaedit/artifacts';
import { openRun } from '@alphaedit/artifacts/node';
import { packRun } from '../runs/pack-run.js';
import { readPack } from '../runs/read-pack.js';

/** An edit to export, and what messages call it. */
export interface Exported {
  readonly pack: EditPack;
  readonly name: string;
}

/** A run folder or an edit pack, as a pack. @throws {EditError} as `openRun` and `decodeEditPack` do */
export async function openExported(path: string): Promise<Exported> {
  const pack = await readPack(path);
  if (pack) return { pack, name: basename(path) };
  const run = await openRun(path);
  return { pack: await packRun(run), name: run.directory };
}
