import { existsSync } from 'node:fs';
import { type LedgerEntry, ledgerSchema } from '../ledger-schema.js';
import { runBroken } from '../run-broken.js';
import { readCheckedJson } from './read-checked.js';
import { runFiles } from './run.js';

/** The ledger of a run whose batches hold this many facts; empty where nothing was ever undone. @throws {EditError} `run-broken` */
export async function readLedger(directory: string, facts: number): Promise<readonly LedgerEntry[]> {
  const path = runFiles.ledger(directory);
  if (!existsSync(path)) return [];
  const { entries } = await readCheckedJson(path, ledgerSchema);
  const out = entries.flatMap((entry) => entry.facts).find((fact) => fact >= facts);
  if (out !== undefined) throw runBroken(path, `names fact ${out + 1} of ${facts}`);
  return entries;
}
