/** Texts to token ids and back. */
export interface TokenizerPort {
  /** Size of the id space; every id is below it. */
  readonly vocabularySize: number;
  /** Whether encoding with special tokens puts a begin-of-text token first. Read from the tokenizer itself. */
  readonly addsBos: boolean;
  readonly bosTokenId?: number;
  readonly eosTokenId?: number;
  /** Token ids of `text`; special tokens are added unless `specialTokens` is false. */
  encode(text: string, options?: { readonly specialTokens?: boolean }): number[];
  decode(ids: readonly number[], options?: { readonly skipSpecialTokens?: boolean }): string;
}
