import { checkQuestion, type FactQuestion } from './check-question.js';
import { factError, factProblem } from './fact-problem.js';

/**
 * A question as it is asked: `{}` at the one place of its subject.
 *
 * @throws {FactError} `empty-subject`, `empty-prompt`, `subject-not-found`, `subject-ambiguous`,
 * `subject-inside-word`
 */
export function checkedQuestion<T extends FactQuestion & { readonly id?: string }>(question: T): T {
  const { question: checked, findings } = checkQuestion(question);
  const error = findings.find(({ severity }) => severity === 'error');
  if (error) throw factError(factProblem(error, question, {}, 0));
  return checked;
}
