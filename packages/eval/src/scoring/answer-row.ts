import type { Compat, Continuation, TokenizerPort } from '@alphaedit/spec';
import { askedPrompt, continuationIds, FactError } from '@alphaedit/spec';

/** A prompt and an answer to it, as text. */
export interface Question {
  readonly prompt: string;
  readonly answer: string;
}

/** Tokens to run and tokens asked for: `targets[j]` is to follow `ids[0 .. first + j]`. */
export interface AskedRow {
  readonly ids: readonly number[];
  /** Index of the token that predicts the first target. */
  readonly first: number;
  readonly targets: readonly number[];
}

/**
 * The row that asks how likely `answer` follows `prompt`: the tokens of both as one text, asked for are those of the
 * continuation (`continuationIds`). The last token predicts nothing asked for and is left out.
 *
 * `official` reads it as the published evaluation does: asked for are the tokens of " answer" on its own. They stand at
 * the row's end, or where a tokenizer makes other tokens of the whole, behind the tokens of the prompt. A tokenizer that
 * puts a blank before every text then has one token more to answer for.
 *
 * @throws {FactError} `empty-target`; `empty-prompt` when no token comes before the answer
 */
export function answerRow(
  tokenizer: TokenizerPort,
  { prompt, answer }: Question,
  compat: Compat = 'corrected',
): AskedRow {
  const row =
    compat === 'official'
      ? officialIds(tokenizer, prompt, answer)
      : continuationIds(tokenizer, prompt, answer);
  const { prompt: before, target } = row;
  if (target.length === 0 || before.length === 0) {
    const what = target.length === 0 ? 'target' : 'prompt';
    throw new FactError({
      code: `empty-${what}`,
      message: `The ${what} ${JSON.stringify(what === 'target' ? answer : prompt)} has no tokens.`,
      hint: `Give the fact a ${what} with text in it.`,
      data: { prompt, answer },
    });
  }
  return { ids: [...before, ...target.slice(0, -1)], first: before.length - 1, targets: target };
}

function officialIds(tokenizer: TokenizerPort, prompt: string, answer: string): Continuation {
  const spaced = officialText(answer);
  const target = tokenizer.encode(spaced, { specialTokens: false });
  const asked = askedPrompt(tokenizer, prompt);
  const joint = tokenizer.encode(asked + spaced);
  const start = joint.length - target.length;
  const clean = target.every((token, j) => joint[start + j] === token);
  return { prompt: clean ? joint.slice(0, start) : tokenizer.encode(asked), target };
}

/** An answer as the published code writes it: a space before it, whatever comes before. */
export const officialText = (answer: string): string => (answer.startsWith(' ') ? answer : ` ${answer}`);
