import type { ChatForm, ChatTemplate } from './chat.js';

/** A text as token ids, with where each token lies in it. */
export interface EncodedText {
  readonly ids: number[];
  /**
   * Start and end (excluded) of every token, UTF-16 indices of the text. A token of some bytes of a character
   * has the whole character; one that was put in (special tokens, an added space) has an empty range.
   */
  readonly offsets: readonly (readonly [start: number, end: number])[];
}

/** Texts to token ids and back. */
export interface TokenizerPort {
  /** Size of the id space; every id is below it. */
  readonly vocabularySize: number;
  /** Whether encoding with special tokens puts a begin-of-text token first. Read from the tokenizer itself. */
  readonly addsBos: boolean;
  readonly bosTokenId?: number;
  readonly eosTokenId?: number;
  /** Every id at which the model ends a text or its turn; `eosTokenId` alone where left out. */
  readonly endTokenIds?: readonly number[];
  /** How the model writes a conversation, where it says so. */
  readonly chatTemplate?: ChatTemplate;
  /** The form in which prompts are put to the model (`askedPrompt`); as they are where left out. */
  readonly chatForm?: ChatForm;
  /**
   * SHA-256, hex, of everything ids depend on: vocabulary, rules, special tokens. Part of what identifies a model, beside
   * `ModelPort.contentHash`, which does not cover it; left out by tokenizers that cannot say.
   */
  contentHash?(): Promise<string>;
  /** Token ids of `text`; special tokens are added unless `specialTokens` is false. */
  encode(text: string, options?: { readonly specialTokens?: boolean }): number[];
  decode(ids: readonly number[], options?: { readonly skipSpecialTokens?: boolean }): string;
  /** As `encode`, with where each token lies in the text; left out by tokenizers that do not know. */
  encodeWithOffsets?(text: string, options?: { readonly specialTokens?: boolean }): EncodedText;
}
