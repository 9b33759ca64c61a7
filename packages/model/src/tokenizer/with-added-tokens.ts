/** Special tokens by their names in `tokenizer_config.json`, in the order in which new ones get their ids. */
const NAMED = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

interface AddedToken {
  readonly id: number;
  readonly content: string;
}

/**
 * A `tokenizer.json` with the tokens its config adds to it, as `transformers` adds them: those of `added_tokens_decoder`
 * in order of their numbers, then the special tokens. One that the vocabulary holds keeps its id; a new one gets the
 * next that is free, whatever its number says.
 */
export function withAddedTokens<T extends object>(
  tokenizerJson: T,
  config: Readonly<Record<string, unknown>>,
): T {
  const { model, added_tokens: added } = tokenizerJson as Record<string, unknown>;
  const vocab = (model as { vocab?: unknown } | undefined)?.vocab;
  if (typeof vocab !== 'object' || vocab === null || Array.isArray(vocab)) return tokenizerJson;
  const tokens: AddedToken[] = Array.isArray(added) ? [...added] : [];
  const known = new Set(tokens.map((token) => token?.content));
  let next = tokens.reduce((most, token) => Math.max(most, (token?.id ?? 0) + 1), Object.keys(vocab).length);
  for (const token of tokensOf(config)) {
    if (known.has(token.content)) continue;
    known.add(token.content);
    const own = Object.hasOwn(vocab, token.content)
      ? (vocab as Record<string, number>)[token.content]!
      : next++;
    tokens.push({ ...token, id: own });
  }
  return { ...tokenizerJson, added_tokens: tokens };
}

/** The tokens a config speaks of. */
function tokensOf(config: Readonly<Record<string, unknown>>): { content: string }[] {
  const numbered = Object.entries(Object(config.added_tokens_decoder))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, token]) => token);
  const more = [config.additional_special_tokens, config.extra_special_tokens].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [...numbered, ...NAMED.map((name) => config[name]), ...more].flatMap((token) => {
    const content = typeof token === 'string' ? token : (token as { content?: unknown } | null)?.content;
    if (typeof content !== 'string' || content === '') return [];
    const flags = typeof token === 'object' ? token : { special: true, normalized: false };
    return [{ ...flags, content }];
  });
}
