import { checkedFact as checked, continuationText, type Fact, questionOf } from '@alphaedit/spec';

/**
 * A fact ready to edit: as the check of facts leaves it, its target as the text that goes on after the prompt, with the
 * blank there is between the two.
 *
 * @throws {FactError} that of `checkedFact` of `@alphaedit/spec`
 */
export function checkedFact(fact: Fact): Fact {
  const ready = checked(fact);
  return { ...ready, target: continuationText(questionOf(ready), ready.target) };
}
