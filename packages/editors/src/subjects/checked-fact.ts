import { checkedFact as checked, type Fact } from '@alphaedit/spec';

/**
 * A fact ready to edit: as the check of facts leaves it, its target starting with a space.
 *
 * @throws {FactError} that of `checkedFact` of `@alphaedit/spec`
 */
export function checkedFact(fact: Fact): Fact {
  const { target, ...rest } = checked(fact);
  return { ...rest, target: target.startsWith(' ') ? target : ` ${target}` };
}
