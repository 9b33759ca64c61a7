/** What is done about the begin-of-text token. */
export interface BeginOfText {
  readonly addsBos: boolean;
  /** The ids a text gets, from those `tokenizer.json` gives it. */
  apply(ids: number[]): number[];
}

/** Classes that follow `add_bos_token` of their config, whatever their `tokenizer.json` does. */
const FOLLOWS_CONFIG = /^(Code)?LlamaTokenizer(Fast)?$/;

/**
 * The begin-of-text policy: what `tokenizer.json` does to a text, except for Llama's own tokenizer class, where
 * `add_bos_token` of `tokenizer_config.json` decides.
 *
 * @param ids of a text with special tokens, and `bare` without
 */
export function beginOfText({
  ids,
  bare,
  bosTokenId,
  config,
}: {
  readonly ids: readonly number[];
  readonly bare: readonly number[];
  readonly bosTokenId: number | undefined;
  readonly config: object;
}): BeginOfText {
  const made = ids.length > bare.length && ids[0] !== bare[0];
  const { tokenizer_class: kind, add_bos_token: wanted } = config as Record<string, unknown>;
  const follows = typeof kind === 'string' && FOLLOWS_CONFIG.test(kind) && typeof wanted === 'boolean';
  if (!follows || wanted === made || bosTokenId === undefined) return { addsBos: made, apply: (ids) => ids };
  return {
    addsBos: wanted as boolean,
    apply: (ids) => (wanted ? [bosTokenId, ...ids] : ids[0] === bosTokenId ? ids.slice(1) : ids),
  };
}
