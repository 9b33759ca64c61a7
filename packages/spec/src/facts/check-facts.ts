import type { Fact } from '../fact.js';
import { checkFact } from './check-fact.js';
import { clashes } from './clashes.js';
import { type FactPlace, type FactProblem, factName, factProblem } from './fact-problem.js';
import { type ReadingModel, tokensCheck } from './tokens-check.js';

/** What facts are held against beside themselves. */
export interface CheckFactsOptions extends ReadingModel {
  /** Where each fact was read, for messages; as many as there are facts. */
  readonly places?: readonly FactPlace[];
  /** How many are edited at once: the facts of one batch must not contradict one another. All by default. */
  readonly batchSize?: number;
  /** Facts edited before them, which ids and questions are held against as well. */
  readonly earlier?: readonly Fact[];
  /** Whether two facts that ask the same are an error, also in different batches. */
  readonly repeated?: 'replace' | 'keep' | 'refuse';
}

/** Facts that can be edited, and what is wrong with those given. */
export interface FactsCheck {
  /** Those without an error, as `checkFact` leaves them. */
  readonly facts: readonly Fact[];
  /** The number of each among those given. */
  readonly indices: readonly number[];
  /** In the order of the facts. */
  readonly problems: readonly FactProblem[];
}

/**
 * What is wrong with facts that shall be edited together: all that `checkFact` finds; an id given twice; two facts
 * of one batch that ask the same and want different answers; and, with a tokenizer, texts that it cannot spell or
 * that do not fit into the model's context. Of facts that exclude one another the later one has the error.
 */
export function checkFacts(facts: readonly Fact[], options: CheckFactsOptions = {}): FactsCheck {
  const kept: Fact[] = [];
  const indices: number[] = [];
  const problems: FactProblem[] = [];
  const others = clashes(options);
  for (const [index, fact] of (options.earlier ?? []).entries()) others.earlier(fact, index);
  const tokens = tokensCheck(options);
  for (const [index, given] of facts.entries()) {
    const place = options.places?.[index] ?? {};
    const check = checkFact(given, place, index);
    const { fact } = check;
    const more = hasError(check.problems) ? [] : [...others.find(fact), ...tokens(fact)];
    const found = [...check.problems, ...more.map((finding) => factProblem(finding, fact, place, index))];
    problems.push(...found);
    if (hasError(found)) continue;
    others.accept(fact, factName(fact, place), index);
    kept.push(fact);
    indices.push(index);
  }
  return { facts: kept, indices, problems };
}

const hasError = (problems: readonly FactProblem[]) => problems.some(({ severity }) => severity === 'error');
