import { type Fact, questionKey } from '@alphaedit/spec';

/** The facts of a pack that ask one question; the last of them is its answer. */
export interface Asked {
  /** Places in the pack, from 0, ascending. */
  readonly places: readonly number[];
  readonly fact: Fact;
}

/** What a list of facts asks, in its order, each question once. */
export function factsByQuestion(facts: readonly Fact[]): ReadonlyMap<string, Asked> {
  const asked = new Map<string, Asked>();
  for (const [place, fact] of facts.entries()) {
    const key = questionKey(fact);
    asked.set(key, { places: [...(asked.get(key)?.places ?? []), place], fact });
  }
  return asked;
}
