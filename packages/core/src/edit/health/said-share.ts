import { type Fact, type ModelPort, questionKey, type Work } from '@alphaedit/spec';
import { knownFacts } from '../../measure/fact-answers.js';

/** How many of some facts the model says. */
export interface SaidShare {
  readonly said: number;
  readonly of: number;
}

/** The facts first edited that are watched. */
export const FIRST_FACTS = 32;

/** For each fact, the place of the next one that asks the same; the number of facts where none does. */
export function nextAsked(facts: readonly Fact[]): readonly number[] {
  const later = new Map<string, number>();
  const next = Array<number>(facts.length);
  for (let i = facts.length - 1; i >= 0; i--) {
    const question = questionKey(facts[i]!);
    next[i] = later.get(question) ?? facts.length;
    later.set(question, i);
  }
  return next;
}

/** A part of the facts of a run, and how far the run is. */
export interface SaidRange {
  readonly from: number;
  readonly to: number;
  /** Facts edited by now. */
  readonly edited: number;
  /** Of all facts, found once (`nextAsked`). */
  readonly next: readonly number[];
}

/**
 * How many of the facts `from` (counted from 0) up to, not including, `to` the model says, each token of their targets being
 * the likeliest. What a fact before `edited` asks anew is left out.
 */
export async function saidShare(
  model: ModelPort,
  facts: readonly Fact[],
  { from, to, edited, next }: SaidRange,
  work: Work,
): Promise<SaidShare> {
  const current = facts.slice(from, to).filter((_, i) => next[from + i]! >= edited);
  return { said: (await knownFacts(model, current, work)).length, of: current.length };
}
