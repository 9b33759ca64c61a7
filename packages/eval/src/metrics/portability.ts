import type { Fact } from '@alphaedit/spec';
import { type Contest, contest } from './contest.js';

/**
 * Portability: on questions r whose answer follows from the new fact (another hop, another name of the
 * subject), the answer a* that should follow, under any of its names, against the former one a°. In preference
 * form the record is the share of questions with min over names NLL(a* | r) < NLL(a° | r).
 *
 * @see Yao et al. 2023, "Editing Large Language Models: Problems, Methods, and Opportunities"
 */
export function portabilityContests({ implications = [] }: Fact): Contest[] {
  return implications.map(({ prompt, answer, aliases = [], former, formerAliases = [] }) =>
    contest(prompt, [answer, ...aliases], former === undefined ? [] : [former, ...formerAliases]),
  );
}
