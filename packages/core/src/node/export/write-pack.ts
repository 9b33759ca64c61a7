import { join } from 'node:path';
import { type EditPack, encodeEditPack } from '@alphaedit/artifacts';
import { makeFolder, writeFileAtomically } from '@alphaedit/files';
import type { Warning } from '@alphaedit/spec';
import { PACK_FILE } from '../runs/read-pack.js';

/** What was written. */
export interface ExportedPack {
  readonly file: string;
  readonly bytes: number;
  /** How many facts it edits. */
  readonly facts: number;
  /** How many facts the whole run has, where it is exported in part. */
  readonly partOf?: number;
  /** Whether their texts are in it. */
  readonly withFacts: boolean;
  readonly warnings: readonly Warning[];
}

/** Writes an edit pack into a folder. @throws {SettingsError} `safetensors-too-large` @throws {OutputError} */
export async function writePack(pack: EditPack, out: string): Promise<Omit<ExportedPack, 'warnings'>> {
  const bytes = encodeEditPack(pack);
  await makeFolder(out);
  const file = join(out, PACK_FILE);
  await writeFileAtomically(file, bytes);
  const { factCount, partOf, facts } = pack;
  return {
    file,
    bytes: bytes.length,
    facts: factCount,
    ...(partOf !== undefined && { partOf }),
    withFacts: facts !== undefined,
  };
}
