import { concatFactors, pickColumns } from '@alphaedit/linalg';
import type { LowRankDelta } from '@alphaedit/spec';
import { separable } from '../without-facts.js';
import { columnsOf, readDeltas } from './read-deltas.js';
import type { Run } from './run.js';

/**
 * What some facts of a run added to the weights, by weight, a column for each fact in their order.
 *
 * @param facts counted from 0, ascending, at least one
 * @returns nothing where the run does not keep its facts apart
 * @throws {EditError} `run-broken`
 */
export async function readChanges(run: Run, facts: readonly number[]): Promise<LowRankDelta[] | undefined> {
  const batches = run.batches.filter(({ from, to }) => facts.some((fact) => fact >= from && fact < to));
  let found: LowRankDelta[] | undefined;
  for await (const { record, deltas } of readDeltas({ ...run, batches }, { asMade: true })) {
    if (!separable(deltas, columnsOf(record))) return undefined;
    const { from, to } = record;
    const columns = facts.filter((fact) => fact >= from && fact < to).map((fact) => fact - from);
    const changes = (deltas as LowRankDelta[]).map((delta) => ({
      ...delta,
      left: pickColumns(delta.left, columns),
      right: pickColumns(delta.right, columns),
    }));
    found = found?.map((delta, i) => ({ ...delta, ...concatFactors([delta, changes[i]!]) })) ?? changes;
  }
  return found;
}
