import { continuationIds, type ModelPort, type Work } from '@alphaedit/spec';
import type { Contest } from '../metrics/contest.js';
import { saidText } from './said-text.js';

/** A prompt and how many tokens of what follows it are wanted. */
export interface Beginning {
  readonly prompt: string;
  readonly tokens: number;
}

/**
 * Continues each prompt with the likeliest token at every place, up to so many, and returns what follows it. This package
 * generates nothing itself: `continuations` of `@alphaedit/core` is one.
 */
export type WriteGreedily = (
  model: ModelPort,
  beginnings: readonly Beginning[],
  work?: Work,
) => Promise<string[]>;

/** Tokens that may be written beyond those of the answer, for words around it. */
const MORE_TOKENS = 4;

/** How many tokens a model is let write where an answer of so many is looked for. */
export const tokensToSay = (answerTokens: number): number => answerTokens + MORE_TOKENS;

/** What a model says to each contest: what it writes after the prompt, up to the end of its first sentence. */
export async function sayings(
  model: ModelPort,
  contests: readonly Contest[],
  write: WriteGreedily,
  { signal, onProgress }: Work,
): Promise<string[]> {
  const beginnings = contests.map(({ prompt, wanted, aliases = [] }) => {
    const lengths = [wanted, ...aliases].map(
      (name) => continuationIds(model.tokenizer, prompt, name).target.length,
    );
    return { prompt, tokens: tokensToSay(Math.max(...lengths)) };
  });
  const texts = await write(model, beginnings, { signal, onProgress });
  return contests.map(({ wanted, aliases = [] }, i) => saidText(texts[i]!, [wanted, ...aliases]));
}
