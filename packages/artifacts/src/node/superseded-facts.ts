import { supersededBy } from '@alphaedit/spec';
import { readRunFacts } from './read-run-facts.js';
import type { Run } from './run.js';

/** For each superseded fact of a run, counted from 0, the last one that stands in its place. */
export type Superseded = ReadonlyMap<number, number>;

/** The batch of each edited fact of a run, counted from 0. */
export function batchOf({ batches }: Pick<Run, 'batches'>): (fact: number) => number {
  const found = batches.flatMap(({ from, to }, batch) => Array<number>(to - from).fill(batch));
  return (fact) => found[fact] ?? batches.length;
}

/**
 * The edited facts of a run that later ones stand in the place of: none in a run that keeps both.
 *
 * @throws {EditError} `run-broken`
 */
export async function supersededFacts(run: Run): Promise<Superseded> {
  if (run.manifest.repeated !== 'replace') return new Map();
  const edited = (await readRunFacts(run)).slice(0, run.batches.at(-1)?.to ?? 0);
  return supersededBy(edited, { batchOf: batchOf(run), undone: run.undone });
}
