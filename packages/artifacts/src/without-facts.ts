import type { LowRankDelta, Matrix, WeightDelta } from '@alphaedit/spec';

/** Whether every delta keeps its facts apart, one column each, so that single facts can be taken out. */
export function separable(deltas: readonly WeightDelta[], facts: number): boolean {
  return deltas.every((delta) => isByFact(delta, facts));
}

/**
 * The change of a batch as it is with some of its facts taken out: ΔW − Σ leftᵢ rightᵢᵀ. What fact i added goes;
 * the others' columns stay as they are, to the bit. With no fact left there is no change.
 *
 * @param facts how many facts the batch was made for
 * @param removed which of them to take out, counted from 0 within the batch
 * @throws {RangeError} when some stay and the deltas do not keep them apart: ask `separable` first
 */
export function withoutFacts(
  deltas: readonly WeightDelta[],
  facts: number,
  removed: ReadonlySet<number>,
): WeightDelta[] {
  if (removed.size === 0) return [...deltas];
  const kept = Array.from({ length: facts }, (_, i) => i).filter((i) => !removed.has(i));
  if (kept.length === 0) return [];
  return deltas.map((delta) => {
    if (!isByFact(delta, facts)) throw new RangeError(`the change of ${delta.parameter} is not kept by fact`);
    return { ...delta, left: keptColumns(delta.left, kept), right: keptColumns(delta.right, kept) };
  });
}

function isByFact(delta: WeightDelta, facts: number): delta is LowRankDelta {
  return delta.kind === 'low-rank' && delta.byFact === true && delta.right.cols === facts;
}

/** Some columns of a matrix, in its precision. */
function keptColumns({ rows, cols, data }: Matrix, kept: readonly number[]): Matrix {
  const size = rows * kept.length;
  const part = data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  for (let r = 0; r < rows; r++) {
    for (const [k, c] of kept.entries()) part[r * kept.length + k] = data[r * cols + c]!;
  }
  return { rows, cols: kept.length, data: part };
}
