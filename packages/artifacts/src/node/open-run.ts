import { existsSync } from 'node:fs';
import type { Lock } from '@alphaedit/files';
import { EditError } from '@alphaedit/spec';
import { undoneAfter } from '../ledger-schema.js';
import { runBroken } from '../run-broken.js';
import { type BatchRecord, batchRecordSchema, runManifestSchema } from '../run-schema.js';
import { readCheckedJson } from './read-checked.js';
import { readLedger } from './read-ledger.js';
import { type Run, runExists, runFiles, type WritableRun } from './run.js';

/**
 * Opens a run: its manifest and the records of its whole batches. Deltas and state stay on disk until they
 * are asked for. Files of a batch that was being written when a run was killed do not count.
 *
 * @param lock of `lockRun(directory)`, to write to the run
 * @throws {EditError} `no-run`, `run-broken` with file and field
 */
export function openRun(directory: string): Promise<Run>;
export function openRun(directory: string, lock: Lock): Promise<WritableRun>;
export async function openRun(directory: string, lock?: Lock): Promise<Run> {
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
  const path = runFiles.manifest(directory);
  const { format: _, schemaVersion: __, ...manifest } = await readCheckedJson(path, runManifestSchema);
  const batches: BatchRecord[] = [];
  for (let batch = 1; existsSync(runFiles.record(directory, batch)); batch++) {
    const file = runFiles.record(directory, batch);
    const record = await readCheckedJson(file, batchRecordSchema);
    const from = batches.at(-1)?.to ?? 0;
    if (record.batch !== batch || record.from !== from || record.to <= from) {
      throw runBroken(file, `does not follow the batch before it (facts ${record.from} to ${record.to})`);
    }
    if (record.to > manifest.facts.count) throw runBroken(file, 'counts more facts than the run has');
    batches.push(record);
  }
  const ledger = await readLedger(directory, batches.at(-1)?.to ?? 0);
  return { directory, manifest, batches, ledger, undone: undoneAfter(ledger), ...(lock && { lock }) };
}
