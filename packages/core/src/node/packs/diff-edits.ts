import { diffPacks, type PackDiff } from '@alphaedit/artifacts';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import type { Warning } from '@alphaedit/spec';
import { readPatch } from './read-patch.js';

/** How two edits differ, and what is to be said of them. */
export interface EditsDiff extends PackDiff {
  readonly warnings: readonly Warning[];
}

/**
 * How two edit packs, or runs as far as they are, of the same model differ: in their facts, where both hold them, and in
 * how much they change each weight.
 *
 * @example const { facts, weights } = await diffEdits('monday', 'runs/tuesday')
 * @throws {EditError} `packs-of-different-models`, `no-run`, `run-broken`, `pack-broken`, `not-an-edit-pack`
 */
export async function diffEdits(first: string, second: string): Promise<EditsDiff> {
  const a = await readPatch(first, { partial: true });
  const b = await readPatch(second, { partial: true });
  return { ...(await diffPacks(a, b, createLinearAlgebra())), warnings: [...a.warnings, ...b.warnings] };
}
