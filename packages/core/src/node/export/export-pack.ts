import { join } from 'node:path';
import { encodeEditPack } from '@alphaedit/artifacts';
import { makeFolder, writeFileAtomically } from '@alphaedit/files';
import { PACK_FILE } from '../runs/read-pack.js';
import { openExported } from './open-exported.js';

/** What was written. */
export interface ExportedPack {
  readonly file: string;
  readonly bytes: number;
  readonly facts: number;
}

/**
 * Writes the edits of a run folder, or of a pack, as one small file into a folder.
 *
 * @throws {EditError} `no-run`, `run-broken`, `pack-broken`; {OutputError} when it cannot be written
 */
export async function exportPack(edits: string, { out }: { readonly out: string }): Promise<ExportedPack> {
  const { pack } = await openExported(edits);
  await makeFolder(out);
  const file = join(out, PACK_FILE);
  const bytes = encodeEditPack(pack);
  await writeFileAtomically(file, bytes);
  return { file, bytes: bytes.length, facts: pack.facts.length };
}
