import { sha256 } from '../sha256.js';

/**
 * SHA-256, hex, of everything ids depend on: the components of a `tokenizer.json` and what is read from its config.
 *
 * Files that differ in layout, order of keys, spelling of merges or fields left at null have the same hash; how texts are
 * cut and padded, which is not used, does not count.
 */
export function tokenizerHash(
  tokenizerJson: unknown,
  config: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { added_tokens, normalizer, pre_tokenizer, post_processor, decoder, model } = tokenizerJson as Record<
    string,
    unknown
  >;
  const { merges, ...rest } = model as Record<string, unknown>;
  // Written as one text each in older files.
  const pairs = Array.isArray(merges)
    ? merges.map((pair) => (typeof pair === 'string' ? pair.split(' ') : pair))
    : merges;
  const parts = {
    added_tokens,
    normalizer,
    pre_tokenizer,
    post_processor,
    decoder,
    merges: pairs,
    model: rest,
    config,
  };
  return sha256(new TextEncoder().encode(JSON.stringify(canonical(parts))));
}

/** The same value with the keys of every object in order, and nulls left out. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return entries
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, inner]) => [key, canonical(inner)]);
}
