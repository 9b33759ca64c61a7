import { existsSync } from 'node:fs';
import { writeFileAtomically } from '@alphaedit/files';
import { plural } from '@alphaedit/spec';
import type { LedgerEntry } from '../ledger-schema.js';
import { runBroken } from '../run-broken.js';
import { type Seal, sealSchema } from '../seal-schema.js';
import { readCheckedJson, sha256 } from './read-checked.js';
import { type Run, runFiles } from './run.js';

/** The parts of a run that its seal tells of. */
type Sealed = Pick<
  Run,
  'directory' | 'manifestHash' | 'head' | 'batches' | 'ledger' | 'additions' | 'additionsHead'
>;

/** h₀ = '' and hᵢ = SHA-256(hᵢ₋₁ ‖ entryᵢ as JSON), in hex: the hash of a ledger and of each of its beginnings. */
const ledgerHash = (entries: readonly LedgerEntry[]): string =>
  entries.reduce((hash, { action, facts, at }) => sha256(hash + JSON.stringify({ action, facts, at })), '');

/** Writes what a run holds now. @throws {OutputError} */
export async function writeSeal(run: Sealed): Promise<void> {
  const { directory, manifestHash: manifest, batches, head, ledger, additions, additionsHead } = run;
  const seal: Seal = {
    manifest,
    batches: batches.length,
    head,
    ledger: { entries: ledger.length, hash: ledgerHash(ledger) },
    ...(additions.length > 0 && { additions: { count: additions.length, head: additionsHead } }),
  };
  const whole = { format: 'alphaedit-seal', schemaVersion: 1, ...seal };
  await writeFileAtomically(runFiles.seal(directory), `${JSON.stringify(whole, undefined, 2)}\n`);
}

/** The seal of a run; nothing where it has none. @throws {EditError} `run-broken` */
export async function readSeal(directory: string): Promise<Seal | undefined> {
  const path = runFiles.seal(directory);
  if (!existsSync(path)) return undefined;
  const { format: _, schemaVersion: __, ...seal } = await readCheckedJson(path, sealSchema);
  return seal;
}

/**
 * Holds a run against its seal. The seal is written after what it tells of: a process that was killed in between leaves
 * a run that is one batch, or one entry of its ledger, ahead of it.
 *
 * @param hashes SHA-256 of the record of each batch, and of each addition
 * @throws {EditError} `run-broken` naming the file that is missing or was changed
 */
export function checkSeal(
  seal: Seal,
  run: Sealed,
  hashes: { readonly batches: readonly string[]; readonly additions: readonly string[] },
): void {
  const { directory, manifestHash, batches, ledger } = run;
  if (seal.manifest !== manifestHash) throw changed(runFiles.manifest(directory));
  if (batches.length < seal.batches) {
    const missing = runFiles.record(directory, batches.length + 1);
    throw runBroken(missing, `is missing: the run had ${plural(seal.batches, 'batch', 'batches')}`);
  }
  if (batches.length > seal.batches + 1) throw ahead(directory, 'batches', batches.length, seal.batches);
  const head = seal.batches === 0 ? manifestHash : hashes.batches[seal.batches - 1];
  if (head !== seal.head) throw changed(runFiles.record(directory, seal.batches));
  const { entries, hash } = seal.ledger;
  const path = runFiles.ledger(directory);
  if (ledger.length < entries) {
    throw runBroken(path, `has ${ledger.length} entries: the run had ${entries}`);
  }
  if (ledger.length > entries + 1) throw ahead(directory, 'entries of the ledger', ledger.length, entries);
  if (ledgerHash(ledger.slice(0, entries)) !== hash) throw changed(path);
  const { count = 0, head: last } = seal.additions ?? {};
  const { additions } = run;
  if (additions.length < count) {
    const missing = runFiles.addition(directory, additions.length + 1);
    throw runBroken(missing, `is missing: the run had ${count} additions`);
  }
  if (additions.length > count + 1) throw ahead(directory, 'additions', additions.length, count);
  if (count > 0 && hashes.additions[count - 1] !== last) throw changed(runFiles.addition(directory, count));
}

const changed = (file: string) => runBroken(file, 'was changed after it was written');

const ahead = (directory: string, what: string, there: number, sealed: number) =>
  runBroken(runFiles.seal(directory), `is of ${sealed} ${what}, where there are ${there}`);
