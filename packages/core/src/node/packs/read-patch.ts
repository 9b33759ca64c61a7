import { decodeEditPack, encodeEditPack, type NamedPack } from '@alphaedit/artifacts';
import { openRun } from '@alphaedit/artifacts/node';
import type { Warning } from '@alphaedit/spec';
import { packRun } from '../runs/pack-run.js';
import { packWarnings, readPack } from '../runs/read-pack.js';

/** Edits as a pack with the facts they have, and what is to be said of them. */
export interface Patch extends NamedPack {
  readonly warnings: readonly Warning[];
}

/**
 * An edit pack (the file, or its folder), or a run folder as the pack that an export with its facts would write.
 *
 * @throws {EditError} `no-run`, `run-broken`, `run-unfinished`, `pack-broken`, `not-an-edit-pack`
 */
export async function readPatch(
  path: string,
  { partial }: { readonly partial?: boolean } = {},
): Promise<Patch> {
  const pack = await readPack(path);
  if (pack) return { name: path, pack, warnings: packWarnings(pack, path) };
  // Written and read again, it has the hash of that export.
  const bytes = encodeEditPack(
    await packRun(await openRun(path), { withFacts: true, partial }, { net: true }),
  );
  return { name: path, pack: decodeEditPack(bytes, path), warnings: [] };
}
