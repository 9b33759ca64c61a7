import type { Fact } from '../fact.js';
import { questionKey } from './same-question.js';

/** Facts in the order they were edited in. */
export interface EditedFacts {
  /** The batch of a fact. Facts of one batch do not supersede one another: they are stored together. */
  batchOf(fact: number): number;
  /** Facts, counted from 0, that are taken out: they supersede nothing. */
  readonly undone?: ReadonlySet<number>;
}

/**
 * For each fact (counted from 0) that a fact of a later batch asks again, the last fact that does so. Whether that one
 * gives another answer or the same, it stands in the place of the earlier one.
 */
export function supersededBy(
  facts: readonly Pick<Fact, 'prompt' | 'subject'>[],
  { batchOf, undone = new Set() }: EditedFacts,
): ReadonlyMap<number, number> {
  const last = new Map<string, number>();
  const found = new Map<number, number>();
  for (let i = facts.length - 1; i >= 0; i--) {
    const question = questionKey(facts[i]!);
    const by = last.get(question);
    if (by !== undefined && batchOf(by) > batchOf(i)) found.set(i, by);
    if (by === undefined && !undone.has(i)) last.set(question, i);
  }
  return found;
}
