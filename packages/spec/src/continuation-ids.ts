import { askedPrompt } from './asked-prompt.js';
import { continuationText } from './continuation-text.js';
import type { TokenizerPort } from './tokenizer.js';

/** A prompt and what is asked for after it, as tokens of one text: `[...prompt, ...target]`. */
export interface Continuation {
  /** What comes before, begin-of-text included. */
  readonly prompt: readonly number[];
  /** What is asked for, one token after the other. */
  readonly target: readonly number[];
}

/** Any short text: tokens of a continuation by itself are read after it. */
const ANCHOR = 'a';

/**
 * The tokens of `target` as the continuation of `prompt`: both are encoded as one text, and the target is what comes
 * after the tokens of the prompt. Encoded by itself a target may have other tokens: a SentencePiece tokenizer puts `▁`
 * before every text, so that " Paris" alone is `▁ ▁Paris`, while the text goes on with `▁Paris`.
 *
 * Where a token covers the seam (a blank at the prompt's end that belongs to the next word, two characters of a script
 * without blanks), the prompt ends with the last token that both encodings share, and the target begins there: what is
 * scored is the text as the tokenizer writes it. Where that would leave fewer than `keep` tokens of the prompt, it keeps
 * its own and is followed by those of the continuation as they are after another text.
 *
 * A tokenizer in chat form reads the prompt as the user's turn, and the target as the beginning of the assistant's.
 *
 * No end-of-text token is among them; begin-of-text only where the tokenizer puts it, and once. Either list is empty where
 * its text has no tokens.
 *
 * @param options.keep tokens of the prompt, from its first, that have to stay before the target: 1 unless told
 * @see `continuationText` for the blank between the two; [Mathematics, the tokens of an answer](/guide/mathematics#the-tokens-of-an-answer)
 * @example continuationIds(tokenizer, 'The capital of France is', 'Paris').target
 */
export function continuationIds(
  tokenizer: Pick<TokenizerPort, 'encode' | 'chatForm'>,
  prompt: string,
  target: string,
  { keep = 1 }: { readonly keep?: number } = {},
): Continuation {
  const asked = askedPrompt(tokenizer, prompt);
  const text = tokenizer.chatForm?.joined ? target.trimStart() : continuationText(asked, target);
  const own = withoutEnd(tokenizer, asked);
  const joint = withoutEnd(tokenizer, asked + text);
  const shared = sharedLength(own, joint);
  if (shared === own.length || shared >= keep) {
    return { prompt: joint.slice(0, shared), target: joint.slice(shared) };
  }
  return { prompt: own, target: afterAnchor(tokenizer, text) };
}

/** The tokens of a continuation as they are after another text; by itself where they merge with that one too. */
function afterAnchor(tokenizer: Pick<TokenizerPort, 'encode'>, text: string): number[] {
  const bare = (value: string) => tokenizer.encode(value, { specialTokens: false });
  const anchor = bare(ANCHOR);
  const joint = bare(ANCHOR + text);
  return sharedLength(anchor, joint) === anchor.length ? joint.slice(anchor.length) : bare(text);
}

/** Ids of a text with the special tokens before it and without those after it. */
function withoutEnd(tokenizer: Pick<TokenizerPort, 'encode' | 'chatForm'>, text: string): number[] {
  // A conversation brings its special tokens itself.
  if (tokenizer.chatForm) return tokenizer.encode(text);
  const bare = tokenizer.encode(ANCHOR, { specialTokens: false });
  const whole = tokenizer.encode(ANCHOR);
  const lead = whole.findIndex((_, at) => bare.every((id, i) => whole[at + i] === id));
  const ids = tokenizer.encode(text);
  return lead < 0 ? ids : ids.slice(0, ids.length - (whole.length - lead - bare.length));
}

function sharedLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
