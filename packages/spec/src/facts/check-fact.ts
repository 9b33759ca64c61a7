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
  const inChat = checkInChat(question);
  return {
    fact: inChat.fact,
    problems: told([...findings, ...inChat.findings, ...findBlanks(trimmed), ...findDoubts(trimmed.fact)]),
  };
}

/** The question asked in chat form, with `{}` at the place of the subject. */
function checkInChat(fact: Fact): { readonly fact: Fact; readonly findings: readonly Finding[] } {
  if (fact.question === undefined) return { fact, findings: [] };
  const asked = checkQuestion({ subject: fact.subject, prompt: fact.question });
  const findings = asked.findings.map((finding) => ({ ...finding, field: 'question', fix: undefined }));
  const { prompt: question, subject } = asked.question;
  if (findings.length > 0 || subject !== fact.subject || question === fact.question)
    return { fact, findings };
  return { fact: { ...fact, question }, findings };
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
