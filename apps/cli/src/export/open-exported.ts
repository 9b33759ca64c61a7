import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { EditPack } from '@alphaedit/artifacts';
import { packRun } from '../work/pack-run.js';

/** What is to be exported: a run folder, or an edit pack, as a pack. @throws {EditError} as `openRun` and `decodeEditPack` do */
export async function openExported(path: string): Promise<{ pack: EditPack; name: string }> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) {
    const { decodeEditPack } = await import('@alphaedit/artifacts');
    return { pack: decodeEditPack(await readFile(path), path), name: basename(path) };
  }
  const { openRun } = await import('@alphaedit/artifacts/node');
  const run = await openRun(path);
  return { pack: await packRun(run), name: run.directory };
}
