import { FactError } from '../errors.js';
import { type FactProblem, factError } from './fact-problem.js';

/** Most problems that one message spells out. */
const SPELLED_OUT = 20;

/**
 * All errors among problems as one error to throw: the problem itself where it is the only one, else
 * `facts-broken`, which lists them. Undefined where there are only warnings.
 */
export function factsError(problems: readonly FactProblem[]): FactError | undefined {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first, second] = errors;
  if (!first || !second) return first && factError(first);
  const lines = errors.slice(0, SPELLED_OUT).map(({ message, code }) => `  ${message} [${code}]`);
  const more = errors.length - lines.length;
  return new FactError({
    code: 'facts-broken',
    message: [
      `${errors.length} problems with the facts:`,
      ...lines,
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join('\n'),
    hint: 'Mend them in the file, or leave out the facts that have them: every problem is in data.problems.',
    data: { problems: errors },
  });
}
