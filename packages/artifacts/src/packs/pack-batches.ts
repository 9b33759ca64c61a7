import type { WeightDelta } from '@alphaedit/spec';
import type { EditPack } from '../edit-pack.js';
import { separable } from '../without-facts.js';

/** The change of one batch, and how many facts it is for. */
export interface PackBatch {
  readonly facts: number;
  readonly deltas: readonly WeightDelta[];
}

/**
 * The changes of a pack, batch by batch. In a pack of an earlier version, which does not say where a batch ends, a batch is
 * taken to end where a weight changes again; if that does not add up to its facts, the pack is one batch.
 */
export function packBatches({ batches, deltas, factCount }: EditPack): readonly PackBatch[] {
  if (!batches) return guessed(deltas, factCount);
  let at = 0;
  return batches.map(({ facts, deltas: count }) => {
    at += count;
    return { facts, deltas: deltas.slice(at - count, at) };
  });
}

function guessed(deltas: readonly WeightDelta[], factCount: number): readonly PackBatch[] {
  const groups: WeightDelta[][] = [];
  for (const delta of deltas) {
    const last = groups.at(-1);
    if (!last || last.some(({ parameter }) => parameter === delta.parameter)) groups.push([delta]);
    else last.push(delta);
  }
  const batches = groups.map((group) => ({ facts: columnsOf(group[0]!), deltas: group }));
  const whole =
    batches.every(({ facts, deltas: group }) => separable(group, facts)) &&
    batches.reduce((sum, { facts }) => sum + facts, 0) === factCount;
  return whole ? batches : [{ facts: factCount, deltas }];
}

const columnsOf = (delta: WeightDelta) => (delta.kind === 'dense' ? 0 : delta.right.cols);
