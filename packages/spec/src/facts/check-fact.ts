import type { Fact } from '../fact.js';
import { checkQuestion } from './check-question.js';
import { type FactPlace, type FactProblem, type Finding, factProblem } from './fact-problem.js';
import { findBlanks } from './find-blanks.js';
import { findDoubts } from './find-doubts.js';
import { trimFact } from './trim-fact.js';

/** A fact as it is edited, and what is wrong with it. */
export interface FactCheck {
  /** Without stray blanks, and with `{}` where the subject stood as text. */
  readonly fact: Fact;
  readonly problems: readonly FactProblem[];
}

/**
 * Whether a fact can be edited and measured: its subject at exactly one place of its prompt, as `{}` or as text,
 * and nothing that is asked or answered blank. All problems are reported, in time linear in the texts.
 *
 * @param index the number that problems give it
 */
export function checkFact(fact: Fact, place: FactPlace = {}, index = 0): FactCheck {
  const told = (findings: readonly Finding[]) =>
    findings.map((finding) => factProblem(finding, fact, place, index));
  const missing = findMissing(fact);
  if (missing.length > 0) return { fact, problems: told(missing) };
  const trimmed = trimFact(fact);
  const { question, findings } = checkQuestion(trimmed.fact);
  return {
    fact: question,
    problems: told([...findings, ...findBlanks(trimmed), ...findDoubts(trimmed.fact)]),
  };
}

/** Fields that plain JavaScript may leave out or fill with something else. */
function findMissing(fact: Fact): Finding[] {
  return (['subject', 'prompt', 'target'] as const)
    .filter((field) => typeof fact[field] !== 'string')
    .map((field) => ({
      severity: 'error',
      code: 'record-shape',
      message: `the ${field} is ${fact[field] === undefined ? 'missing' : 'not a text'}`,
      hint: 'A fact needs subject, prompt and target, each a text.',
      field,
    }));
}
