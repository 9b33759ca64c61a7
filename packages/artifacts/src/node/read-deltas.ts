import type { WeightDelta } from '@alphaedit/spec';
import { decodeDeltas } from '../decode-deltas.js';
import type { BatchRecord } from '../run-schema.js';
import { separable, withoutFacts } from '../without-facts.js';
import { readCheckedBytes } from './read-checked.js';
import { type Run, runFiles } from './run.js';
import { type Superseded, supersededFacts } from './superseded-facts.js';

/** Columns of a batch's changes: one for each of its facts, then one for each that it takes out. */
export const columnsOf = ({ from, to, takesOut = [] }: BatchRecord): number => to - from + takesOut.length;

/**
 * The deltas of a run, batch by batch in order; one batch is in memory at a time. Applied one after the other
 * to the unedited model they give the edited one, bit for bit. Facts that were undone are left out, and so are those that
 * a fact which stands supersedes; a fact stands again once those that supersede it are undone.
 *
 * @param options `asMade` leaves nothing out; `net` leaves out of its own batch what a later one takes out, so that no
 * trace of it is left: the same change, but for rounding
 * @throws {EditError} `run-broken` for a file that is missing or was changed
 */
export async function* readDeltas(
  run: Run,
  { asMade = false, net = false }: { readonly asMade?: boolean; readonly net?: boolean } = {},
): AsyncGenerator<{ record: BatchRecord; deltas: WeightDelta[] }> {
  const superseded = asMade ? undefined : await supersededFacts(run);
  const takenOutBy = net ? new Map<number, number>() : firstTakers(run);
  for (const record of run.batches) {
    const path = runFiles.deltas(run.directory, record.batch);
    const deltas = decodeDeltas(await readCheckedBytes(path, record.deltasHash), path);
    const standing = superseded && { superseded, takenOutBy, undone: run.undone };
    yield { record, deltas: standing ? asTheyStand(deltas, record, standing) : deltas };
  }
}

/** For each fact that a batch took out, the first one that did. */
function firstTakers({ batches }: Run): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (const { batch, takesOut = [] } of batches) {
    for (const fact of takesOut) if (!first.has(fact)) first.set(fact, batch);
  }
  return first;
}

interface Standing {
  readonly superseded: Superseded;
  /** The batch in which a superseded fact goes; its own for those not named. */
  readonly takenOutBy: ReadonlyMap<number, number>;
  readonly undone: ReadonlySet<number>;
}

/**
 * A fact that is superseded is in the batch that taught it and goes in the batch that took it out, as it happened. Where
 * no batch took it out (the fact that supersedes it was edited while this one was undone), it is left out of its own.
 */
function asTheyStand(
  deltas: WeightDelta[],
  record: BatchRecord,
  { superseded, takenOutBy, undone }: Standing,
): WeightDelta[] {
  const { batch, from, to, takesOut = [] } = record;
  const columns = columnsOf(record);
  // Where facts are not kept apart, an earlier change stays under the later one.
  const apart = separable(deltas, columns);
  const out = new Set<number>();
  for (let fact = from; fact < to; fact++) {
    const replaced = apart && superseded.has(fact) && !takenOutBy.has(fact);
    if (undone.has(fact) || replaced) out.add(fact - from);
  }
  for (const [k, fact] of takesOut.entries()) {
    const goes = superseded.has(fact) && !undone.has(fact) && takenOutBy.get(fact) === batch;
    if (!goes) out.add(to - from + k);
  }
  return withoutFacts(deltas, columns, out);
}
