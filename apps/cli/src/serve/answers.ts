import { randomUUID } from 'node:crypto';
import type { Reply } from '@alphaedit/core';

/** One of the two kinds of answer, as OpenAI writes them. */
export interface AnswerKind {
  readonly id: string;
  readonly object: string;
  /** Of the pieces, where it is streamed. */
  readonly chunk: string;
  /** The whole text. */
  choice(text: string): object;
  /** A piece of it; the first one and the last one, which have none, are told apart. */
  piece(text: string | undefined, first: boolean): object;
}

export const chatAnswer = (): AnswerKind => ({
  id: `chatcmpl-${randomUUID()}`,
  object: 'chat.completion',
  chunk: 'chat.completion.chunk',
  choice: (content) => ({ message: { role: 'assistant', content, refusal: null } }),
  piece: (content, first) => ({
    delta: { ...(first && { role: 'assistant' }), ...(content !== undefined && { content }) },
  }),
});

export const completionAnswer = (): AnswerKind => ({
  id: `cmpl-${randomUUID()}`,
  object: 'text_completion',
  chunk: 'text_completion',
  choice: (text) => ({ text }),
  piece: (text = '') => ({ text }),
});

const usageOf = ({ tokens: { read, written } }: Reply) => ({
  prompt_tokens: read,
  completion_tokens: written,
  total_tokens: read + written,
});

/** What is the same in every part of an answer. */
interface Head {
  readonly model: string;
  readonly created: number;
}

/** A whole answer. */
export const wholeAnswer = (kind: AnswerKind, head: Head, reply: Reply) => ({
  id: kind.id,
  object: kind.object,
  ...head,
  choices: [{ index: 0, ...kind.choice(reply.text), logprobs: null, finish_reason: reply.finish }],
  usage: usageOf(reply),
});

/** A piece of an answer; the last one tells why it ended. */
export const answerPiece = (
  kind: AnswerKind,
  head: Head,
  { text, first = false, finish = null }: { text?: string; first?: boolean; finish?: Reply['finish'] | null },
) => ({
  id: kind.id,
  object: kind.chunk,
  ...head,
  choices: [{ index: 0, ...kind.piece(text, first), logprobs: null, finish_reason: finish }],
});

/** The piece that comes after the last one, where the tokens are wanted. */
export const usagePiece = (kind: AnswerKind, head: Head, reply: Reply) => ({
  id: kind.id,
  object: kind.chunk,
  ...head,
  choices: [],
  usage: usageOf(reply),
});
