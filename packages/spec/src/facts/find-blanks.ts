import type { Fact } from '../fact.js';
import { isBlank } from './blanks.js';
import { emptyText } from './check-question.js';
import type { Finding } from './fact-problem.js';
import type { TrimmedFact } from './trim-fact.js';

/** Answers and further prompts of a fact that are empty, and texts that had blanks at their ends. */
export function findBlanks({ fact, changed }: TrimmedFact): Finding[] {
  const { paraphrases = [], neighbors = [], implications = [], generationPrompts = [] } = fact;
  const prompts = { paraphrases, neighbors, implications, generationPrompts };
  const findings: Finding[] = [];
  if (isBlank(fact.target))
    findings.push(emptyText('empty-target', 'target', 'the target is empty', 'Give the new answer.'));
  for (const [field, questions] of Object.entries(prompts)) {
    const empty = questions.some((question) =>
      isBlank(typeof question === 'string' ? question : question.prompt),
    );
    if (!empty) continue;
    const message = `one of the ${field} has no prompt`;
    findings.push(emptyText('empty-prompt', field, message, 'Give it one, or remove it.'));
  }
  if (implications.some(({ answer, aliases = [] }) => [answer, ...aliases].some(isBlank))) {
    const message = 'an implied answer is empty';
    findings.push(emptyText('empty-target', 'implications', message, 'Give it, or remove its prompt.'));
  }
  const empty = new Set(findings.map(({ field }) => field));
  const stray = changed.filter((field) => !empty.has(field) && fact[field] !== '');
  return stray.length === 0 ? findings : [...findings, strayBlanks(fact, stray)];
}

const strayBlanks = (fact: Fact, fields: readonly (keyof Fact)[]): Finding => ({
  severity: 'warning',
  code: 'stray-blanks',
  message: `${fields.join(', ')} ${fields.length > 1 ? 'have' : 'has'} blanks at an end: read without them`,
  hint: 'Remove them: a model reads a blank as part of the text.',
  field: fields[0],
  fix: Object.fromEntries(fields.map((field) => [field, fact[field]])),
});
