import type { Fact } from '../fact.js';
import { trimBlanks } from './blanks.js';

/** A fact without blanks at the ends of its texts, and the fields that had some. */
export interface TrimmedFact {
  readonly fact: Fact;
  readonly changed: readonly (keyof Fact)[];
}

/** One space before an answer is how data sets publish it, and no stray blank. */
export function trimFact(fact: Fact): TrimmedFact {
  const changes: Partial<Record<keyof Fact, unknown>> = {
    subject: trimBlanks(fact.subject),
    prompt: trimBlanks(fact.prompt),
    question: fact.question === undefined ? undefined : trimBlanks(fact.question),
    target: trimAnswer(fact.target),
    targetAliases: fact.targetAliases?.map(trimAnswer),
    truth: fact.truth === undefined ? undefined : trimAnswer(fact.truth),
    truthAliases: fact.truthAliases?.map(trimAnswer),
    paraphrases: fact.paraphrases?.map(trimBlanks),
    neighbors: fact.neighbors?.map(trimTexts),
    implications: fact.implications?.map(trimTexts),
    generationPrompts: fact.generationPrompts?.map(trimBlanks),
  };
  const fields = Object.keys(changes) as (keyof Fact)[];
  const changed = fields.filter((field) => JSON.stringify(fact[field]) !== JSON.stringify(changes[field]));
  if (changed.length === 0) return { fact, changed };
  return {
    fact: { ...fact, ...Object.fromEntries(changed.map((field) => [field, changes[field]])) },
    changed,
  };
}

function trimAnswer(text: string): string {
  const trimmed = trimBlanks(text);
  return text === ` ${trimmed}` ? text : trimmed;
}

/** A neighbour or an implication: its prompt and its answers. */
function trimTexts<T extends { readonly prompt: string }>(question: T): T {
  const texts = Object.entries(question).map(([field, value]) => [
    field,
    field === 'prompt' ? trimBlanks(question.prompt) : trimAnswers(value),
  ]);
  return Object.fromEntries(texts) as T;
}

function trimAnswers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimAnswers);
  return typeof value === 'string' ? trimAnswer(value) : value;
}
