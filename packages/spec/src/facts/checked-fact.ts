import type { Fact } from '../fact.js';
import { checkFact } from './check-fact.js';
import { factError } from './fact-problem.js';

/**
 * A fact as it is edited and measured, if it can be: `checkFact` for those who take no list of problems.
 *
 * @throws {FactError} the first of its errors: `empty-subject`, `empty-target`, `empty-prompt`,
 * `subject-not-found`, `subject-ambiguous`, `subject-inside-word`, `record-shape`
 */
export function checkedFact(fact: Fact): Fact {
  const { fact: checked, problems } = checkFact(fact);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw factError(error);
  return checked;
}
