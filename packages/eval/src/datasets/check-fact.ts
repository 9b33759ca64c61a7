import type { ErrorCodeOf, Fact } from '@alphaedit/spec';
import { FactError } from '@alphaedit/spec';

/**
 * Whether a fact can be edited and measured: `{}` exactly once in the prompt, and nothing that is asked or
 * answered is blank.
 *
 * @param where what messages call it; its id, or its subject, where left out
 * @throws {FactError} `empty-subject`, `empty-target`, `empty-prompt`, `subject-not-found`, `subject-ambiguous`
 */
export function checkFact(fact: Fact, where = `Fact ${fact.id ?? JSON.stringify(fact.subject)}`): void {
  const fail = (code: ErrorCodeOf<'FactError'>, what: string, hint: string, field: string) => {
    throw new FactError({
      code,
      message: `${where}: ${what}.`,
      hint,
      data: { where, field, id: fact.id, subject: fact.subject },
    });
  };
  if (blank(fact.subject))
    fail('empty-subject', 'the subject is empty', 'Name what the fact is about.', 'subject');
  if (blank(fact.target)) fail('empty-target', 'the target is empty', 'Give the new answer.', 'target');
  const places = fact.prompt.split('{}').length - 1;
  if (places !== 1) {
    fail(
      places === 0 ? 'subject-not-found' : 'subject-ambiguous',
      `the prompt ${JSON.stringify(fact.prompt)} has ${places} places for its subject`,
      'Write {} exactly once, where the subject goes: "The mother tongue of {} is".',
      'prompt',
    );
  }
  const others = [
    ...(fact.paraphrases ?? []),
    ...(fact.neighbors ?? []).map(({ prompt }) => prompt),
    ...(fact.implications ?? []).map(({ prompt }) => prompt),
    ...(fact.generationPrompts ?? []),
  ];
  if (others.some(blank)) {
    fail(
      'empty-prompt',
      'a paraphrase, neighbour, implied or generation prompt is empty',
      'Remove it.',
      'paraphrases, neighbors, implications, generationPrompts',
    );
  }
  const implied = fact.implications ?? [];
  if (implied.some(({ answer, aliases = [] }) => [answer, ...aliases].some(blank))) {
    fail('empty-target', 'an implied answer is empty', 'Give it, or remove its prompt.', 'implications');
  }
}

const blank = (text: string) => text.trim() === '';
