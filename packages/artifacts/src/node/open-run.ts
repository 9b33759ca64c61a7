import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Lock } from '@alphaedit/files';
import { EditError } from '@alphaedit/spec';
import { type Addition, additionSchema } from '../addition-schema.js';
import { undoneAfter } from '../ledger-schema.js';
import { runBroken } from '../run-broken.js';
import { type BatchRecord, batchRecordSchema, runManifestSchema } from '../run-schema.js';
import { readHashedJson } from './read-checked.js';
import { readLedger } from './read-ledger.js';
import { factCount, type Run, runExists, runFiles, type WritableRun } from './run.js';
import { checkSeal, readSeal, writeSeal } from './seal.js';

/** How often a run is read again that another process writes to at that moment. */
const ATTEMPTS = 20;

/**
 * Opens a run: its manifest and the records of its whole batches. Deltas and state stay on disk until they
 * are asked for. Files of a batch that was being written when a run was killed do not count.
 *
 * @param lock of `lockRun(directory)`, to write to the run; what a killed process wrote last is then sealed
 * @throws {EditError} `no-run`, `run-broken` with file and field
 */
export function openRun(directory: string): Promise<Run>;
export function openRun(directory: string, lock: Lock): Promise<WritableRun>;
export async function openRun(directory: string, lock?: Lock): Promise<Run | WritableRun> {
  if (!runExists(directory)) {
    throw new EditError({
      code: 'no-run',
      message: existsSync(directory)
        ? `${directory} holds no manifest.json.`
        : `${directory} does not exist.`,
      hint: 'Give the folder that was the `out` of an edit.',
      data: { run: directory },
    });
  }
  const { behind, ...run } = await readRun(directory, ATTEMPTS);
  if (!lock) return run;
  if (behind) {
    await lock.check();
    await writeSeal(run);
  }
  return { ...run, lock };
}

/** @returns the run, and whether its seal lacks what a process wrote last before it was killed */
async function readRun(directory: string, attempts: number): Promise<Run & { behind: boolean }> {
  const seal = await readSeal(directory);
  const path = runFiles.manifest(directory);
  const { value, hash: manifestHash } = await readHashedJson(path, runManifestSchema);
  const { format: _, schemaVersion, ...manifest } = value;
  const { additions, hashes: additionHashes } = await readAdditions(directory, manifest, manifestHash);
  const facts = factCount({ manifest, additions });
  const begins = additions.map(({ from }) => from);
  const batches: BatchRecord[] = [];
  const hashes: string[] = [];
  for (let batch = 1; existsSync(runFiles.record(directory, batch)); batch++) {
    const file = runFiles.record(directory, batch);
    const { value: record, hash } = await readHashedJson(file, batchRecordSchema);
    const from = batches.at(-1)?.to ?? 0;
    if (record.batch !== batch || record.from !== from || record.to <= from) {
      throw runBroken(file, `does not follow the batch before it (facts ${record.from} to ${record.to})`);
    }
    if (record.to > facts) throw runBroken(file, 'counts more facts than the run has');
    if (begins.some((begin) => record.from < begin && record.to > begin)) {
      throw runBroken(file, 'holds facts that were added beside others');
    }
    if (schemaVersion > 1 || record.previous !== undefined) {
      const before = hashes.at(-1) ?? manifestHash;
      const [of, which] = batch === 1 ? ['manifest', 'the manifest'] : ['record', 'the record before it'];
      if (record.previous !== before) throw runBroken(file, `was made after another ${of} than ${which}`);
    }
    batches.push(record);
    hashes.push(hash);
  }
  await assertNoGap(directory, batches.length);
  const ledger = await readLedger(directory, batches.at(-1)?.to ?? 0);
  // Another process may have written while this one read: then what was read is of no one moment.
  if (!isDeepStrictEqual(seal, await readSeal(directory)) && attempts > 0) {
    return readRun(directory, attempts - 1);
  }
  const head = hashes.at(-1) ?? manifestHash;
  const additionsHead = additionHashes.at(-1) ?? manifestHash;
  const run = {
    ...{ directory, manifest, manifestHash, batches, head, ledger, additions, additionsHead },
    sealed: seal !== undefined,
  };
  if (seal) checkSeal(seal, run, { batches: hashes, additions: additionHashes });
  else if (schemaVersion > 1) throw runBroken(runFiles.seal(directory), 'is missing');
  const behind =
    seal !== undefined &&
    (seal.head !== head ||
      seal.ledger.entries < ledger.length ||
      (seal.additions?.count ?? 0) < additions.length);
  return { ...run, undone: undoneAfter(ledger), behind };
}

/** Facts that were added, in order, each record holding the hash of the one before. @throws {EditError} `run-broken` */
async function readAdditions(
  directory: string,
  manifest: Run['manifest'],
  manifestHash: string,
): Promise<{ readonly additions: readonly Addition[]; readonly hashes: readonly string[] }> {
  const additions: Addition[] = [];
  const hashes: string[] = [];
  for (let number = 1; existsSync(runFiles.addition(directory, number)); number++) {
    const file = runFiles.addition(directory, number);
    const { value, hash } = await readHashedJson(file, additionSchema);
    const { format: _, schemaVersion: __, ...addition } = value;
    if (addition.addition !== number || addition.from !== factCount({ manifest, additions })) {
      throw runBroken(file, `does not follow the facts before it (${addition.from})`);
    }
    const before = hashes.at(-1) ?? manifestHash;
    if (addition.previous !== before)
      throw runBroken(file, 'was made after another record than the one before it');
    additions.push(addition);
    hashes.push(hash);
  }
  return { additions, hashes };
}

/** @throws {EditError} `run-broken` for a batch that has no record while a later one has */
async function assertNoGap(directory: string, batches: number): Promise<void> {
  const names = await readdir(runFiles.batches(directory)).catch(() => []);
  const records = names.filter((name) => /^\d+\.json$/.test(name)).length;
  // Records that were just written by another process are no gap.
  const missing = runFiles.record(directory, batches + 1);
  if (records > batches && !existsSync(missing)) throw runBroken(missing, 'is missing');
}
