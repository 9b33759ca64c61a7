import type { WeightDelta } from '@alphaedit/spec';
import { decodeDeltas } from '../decode-deltas.js';
import type { BatchRecord } from '../run-schema.js';
import { withoutFacts } from '../without-facts.js';
import { readCheckedBytes } from './read-checked.js';
import { type Run, runFiles } from './run.js';

/**
 * The deltas of a run, batch by batch in order; one batch is in memory at a time. Applied one after the other
 * to the unedited model they give the edited one, bit for bit. Facts that were undone are left out.
 *
 * @param options `asMade` leaves nothing out
 * @throws {EditError} `run-broken` for a file that is missing or was changed
 */
export async function* readDeltas(
  { directory, batches, undone }: Run,
  { asMade = false }: { readonly asMade?: boolean } = {},
): AsyncGenerator<{ record: BatchRecord; deltas: WeightDelta[] }> {
  for (const record of batches) {
    const path = runFiles.deltas(directory, record.batch);
    const deltas = decodeDeltas(await readCheckedBytes(path, record.deltasHash), path);
    const { from, to } = record;
    const out = new Set([...undone].filter((fact) => fact >= from && fact < to).map((fact) => fact - from));
    yield { record, deltas: asMade ? deltas : withoutFacts(deltas, to - from, out) };
  }
}
