import type { Fact } from '@alphaedit/spec';
import { type Contest, contest } from './contest.js';

/**
 * Specificity: on prompts q about other subjects, the answer that must stay (the neighbour's own, or else
 * the fact's old one t°) against the new answer t*. In preference form the record is the share of neighbours
 * with NLL(stay | q) < NLL(t* | q). A neighbour without an answer of either kind cannot be asked.
 */
export function specificityContests(fact: Fact): Contest[] {
  const { neighbors = [], truth, truthAliases, target, targetAliases } = fact;
  return neighbors.flatMap(({ prompt, answer, aliases }) => {
    const stay = answer === undefined ? { name: truth, aliases: truthAliases } : { name: answer, aliases };
    if (stay.name === undefined) return [];
    return [contest(prompt, [stay.name, ...(stay.aliases ?? [])], [target, ...(targetAliases ?? [])])];
  });
}
