import { type Fact, type ModelPort, supersededBy, type Work } from '@alphaedit/spec';
import { knownFacts } from '../../measure/fact-answers.js';

/** How many of some facts the model says. */
export interface SaidShare {
  readonly said: number;
  readonly of: number;
}

/** The facts first edited that are watched. */
export const FIRST_FACTS = 32;

/**
 * How many of the facts `from` (counted from 0) up to, not including, `to` the model says, each token of their targets being
 * the likeliest. What a fact before `edited` asks anew is left out.
 */
export async function saidShare(
  model: ModelPort,
  facts: readonly Fact[],
  { from, to, edited }: { readonly from: number; readonly to: number; readonly edited: number },
  work: Work,
): Promise<SaidShare> {
  const superseded = supersededBy(facts.slice(0, edited), { batchOf: (fact) => fact });
  const current = facts.slice(from, to).filter((_, i) => !superseded.has(from + i));
  return { said: (await knownFacts(model, current, work)).length, of: current.length };
}
