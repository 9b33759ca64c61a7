type Json = Readonly<Record<string, unknown>>;

/** Classes whose `add_prefix_space` in `tokenizer_config.json` overrides what `tokenizer.json` says; off unless given. */
const BYTE_LEVEL = /^(GPT2|GPTNeoX|Qwen2)Tokenizer(Fast)?$/;
/** Classes that write a space as `▁` and put one in front unless told not to. */
const SENTENCE_PIECE = /^(Code)?LlamaTokenizer(Fast)?$/;

/**
 * A `tokenizer.json` that puts a space before a text, or does not, as its config says. Which classes follow their config is
 * what `transformers` does.
 */
export function withPrefixSpace<T extends object>(
  tokenizerJson: T,
  config: Readonly<Record<string, unknown>>,
): T {
  const { tokenizer_class: kind, add_prefix_space: wanted } = config;
  const { pre_tokenizer, normalizer } = tokenizerJson as Json;
  const named = typeof kind === 'string';
  if (named ? BYTE_LEVEL.test(kind) : typeof wanted === 'boolean') {
    const spaced = changed(pre_tokenizer, 'ByteLevel', (part) => ({
      ...part,
      add_prefix_space: wanted === true,
    }));
    return { ...tokenizerJson, pre_tokenizer: spaced };
  }
  if (named && SENTENCE_PIECE.test(kind) && wanted === false) {
    const never = changed(pre_tokenizer, 'Metaspace', (part) => ({ ...part, prepend_scheme: 'never' }));
    return { ...tokenizerJson, pre_tokenizer: never, normalizer: changed(normalizer, 'Prepend', () => null) };
  }
  return tokenizerJson;
}

/** A component with every part of a type, also within sequences, replaced; null takes one out. */
function changed(component: unknown, type: string, change: (part: Json) => Json | null): unknown {
  if (typeof component !== 'object' || component === null) return component;
  const part = component as Json;
  if (part.type === type) return change(part);
  const entries = Object.entries(part).map(([key, value]) => [
    key,
    Array.isArray(value) && part.type === 'Sequence'
      ? value.map((inner) => changed(inner, type, change)).filter((inner) => inner !== null)
      : value,
  ]);
  return Object.fromEntries(entries);
}
