import type { Fact } from '../fact.js';
import { isBlank } from './blanks.js';
import type { Finding } from './fact-problem.js';
import { placeSubject } from './place-subject.js';
import { quoted } from './quoted.js';

/** What is asked about whom. */
export type FactQuestion = Pick<Fact, 'prompt' | 'subject'>;

/** The question with `{}` where its subject stood as text, and what keeps it from being asked. */
export function checkQuestion<T extends FactQuestion>(
  question: T,
): { readonly question: T; readonly findings: readonly Finding[] } {
  const empty = [
    isBlank(question.subject) &&
      emptyText('empty-subject', 'subject', 'the subject is empty', 'Name what the fact is about.'),
    isBlank(question.prompt) &&
      emptyText(
        'empty-prompt',
        'prompt',
        'the prompt is empty',
        'Give the question, with {} for its subject.',
      ),
  ].filter((finding) => finding !== false);
  if (empty.length > 0) return { question, findings: empty };
  const placed = placeSubject(question.prompt, question.subject);
  if (placed.code !== undefined) {
    return { question, findings: [{ severity: 'error', field: 'prompt', ...placed }] };
  }
  const { prompt, subject } = placed;
  const findings = subject === question.subject ? [] : [otherForm(question, subject)];
  const same = findings.length === 0 && prompt === question.prompt;
  return { question: same ? question : { ...question, prompt, subject }, findings };
}

/** A text that must not be empty. */
export const emptyText = (
  code: 'empty-subject' | 'empty-prompt' | 'empty-target',
  field: string,
  message: string,
  hint: string,
): Finding => ({ severity: 'error', code, message, hint, field });

const otherForm = (question: FactQuestion, subject: string): Finding => ({
  severity: 'warning',
  code: 'subject-form',
  message: `the subject ${quoted(question.subject)} is read in the Unicode normal form in which the prompt has it`,
  hint: 'Write both in one normal form, most often NFC: they look alike, but a model reads them differently.',
  field: 'subject',
  fix: { subject },
});
