import { pickColumns } from '@alphaedit/linalg';
import type { LowRankDelta, WeightDelta } from '@alphaedit/spec';

/** Whether every delta keeps its facts apart, one column each, so that single facts can be taken out. */
export function separable(deltas: readonly WeightDelta[], columns: number): boolean {
  return deltas.every((delta) => isByFact(delta, columns));
}

/**
 * The change of a batch as it is with some of its columns taken out: ΔW − Σ leftᵢ rightᵢᵀ. What fact i added goes;
 * the others' columns stay as they are, to the bit. With no column left there is no change.
 *
 * @param columns how many there are: one for each fact of the batch, and one for each that it takes out
 * @param removed which of them to leave out, counted from 0
 * @throws {RangeError} when some stay and the deltas do not keep them apart: ask `separable` first
 */
export function withoutFacts(
  deltas: readonly WeightDelta[],
  columns: number,
  removed: ReadonlySet<number>,
): WeightDelta[] {
  if (removed.size === 0) return [...deltas];
  const kept = Array.from({ length: columns }, (_, i) => i).filter((i) => !removed.has(i));
  if (kept.length === 0) return [];
  return deltas.map((delta) => {
    if (!isByFact(delta, columns))
      throw new RangeError(`the change of ${delta.parameter} is not kept by fact`);
    return { ...delta, left: pickColumns(delta.left, kept), right: pickColumns(delta.right, kept) };
  });
}

function isByFact(delta: WeightDelta, columns: number): delta is LowRankDelta {
  return delta.kind === 'low-rank' && delta.byFact === true && delta.right.cols === columns;
}
