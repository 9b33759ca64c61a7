import type { Continuation, ModelPort } from '@alphaedit/spec';
import { askedAround, checkedQuestion, continuationIds, FactError, promptPieces } from '@alphaedit/spec';
import type { TraceQuestion } from './trace-question.js';

/** A question as tokens, with the place of its subject. */
export interface TokenisedQuestion {
  readonly ids: readonly number[];
  /** First token of the subject. */
  readonly first: number;
  /** One past the last token of the subject. */
  readonly end: number;
  /** The text before the subject, in the prompt as it was given. */
  readonly before: string;
  /** The expected answer after the question, where one is expected. */
  readonly answer?: Continuation;
}

/**
 * Tokens of a question and of its subject. The subject ends where the published code looks it up, at
 * len(encode(text before + subject)) − 1, and begins at the first token that the text before it does not
 * account for: a token shared by both belongs to the subject.
 *
 * @throws {FactError} those of `checkedQuestion`, `prompt-too-long`
 */
export function tokeniseQuestion(model: ModelPort, question: TraceQuestion): TokenisedQuestion {
  const { prompt, subject, answer } = checkedQuestion(question);
  const { tokenizer, info } = model;
  const pieces = promptPieces(prompt) as [string, string];
  const [before, after] = askedAround(tokenizer, pieces);
  const ids = tokenizer.encode(before + subject + after);
  if (ids.length > info.contextLength) {
    throw new FactError({
      code: 'prompt-too-long',
      message: `The prompt about ${subject} has ${ids.length} tokens; the model's context is ${info.contextLength}.`,
      hint: 'Shorten the prompt.',
      data: { subject, tokens: ids.length, contextLength: info.contextLength },
    });
  }
  const end = Math.min(tokenizer.encode(before + subject).length, ids.length);
  const [around] = askedAround(tokenizer, [pieces[0].trimEnd(), after]);
  const first = Math.min(sharedPrefix(tokenizer.encode(around), ids), end - 1);
  const expected =
    answer === undefined ? undefined : continuationIds(tokenizer, pieces.join(subject), answer);
  return { ids, first, end, before: pieces[0], answer: expected };
}

function sharedPrefix(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
