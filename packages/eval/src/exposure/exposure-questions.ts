import { type Fact, questionOf } from '@alphaedit/spec';
import type { Question } from '../scoring/answer-row.js';

/** A fact that has an old answer. */
export type OutdatedFact = Fact & { readonly truth: string };

/** The old answer, asked for with the fact's own prompt and every paraphrase. */
export function oldAnswerQuestions(fact: OutdatedFact): Question[] {
  const { paraphrases = [], truth } = fact;
  return [questionOf(fact), ...paraphrases].map((prompt) => ({ prompt, answer: truth }));
}

/**
 * The same questions about another subject, of which the old answer is not true and never was made so: the next fact
 * with the same prompt whose subject, old answer and target are others. How likely an answer is there, is how likely it is
 * for anyone. None where there is no such fact.
 */
export function strangerQuestions(fact: OutdatedFact, facts: readonly Fact[], index: number): Question[] {
  const { prompt, subject, truth } = fact;
  for (let step = 1; step < facts.length; step++) {
    const other = facts[(index + step) % facts.length]!;
    const alike = other.prompt === prompt && other.subject !== subject;
    if (!alike || other.truth === undefined || other.truth === truth || other.target === truth) continue;
    return oldAnswerQuestions(fact)
      .filter((question) => question.prompt.includes(subject))
      .map((question) => ({ ...question, prompt: question.prompt.replaceAll(subject, () => other.subject) }));
  }
  return [];
}
