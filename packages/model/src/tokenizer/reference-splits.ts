type Json = Readonly<Record<string, unknown>>;

/** GPT-2's pattern, which `ByteLevel` has of its own. */
const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
// Every character is in a match: taking the matches is faster than looking between them too.
const GPT2_SPLIT = { type: 'Split', pattern: { Regex: GPT2 }, behavior: 'Removed', invert: true };
/** A punctuation mark, by Unicode or by ASCII. */
const PUNCTUATION = '[\\p{P}!-/:-@\\[-`{-~]';
const SPACE = '\\p{White_Space}';
const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}';

/**
 * A `tokenizer.json` whose texts are split here as the reference library splits them. Components that are run with a pattern of JavaScript's own,
 * or without their `behavior`, are written as patterns that say the same: JavaScript's `\s` has U+FEFF and not U+0085, its `\d` only
 * ASCII digits.
 *
 * @see https://github.com/huggingface/tokenizers, `pre_tokenizers` and `SplitDelimiterBehavior`
 */
export function withReferenceSplits<T extends object>(tokenizerJson: T): T {
  const { pre_tokenizer, normalizer } = tokenizerJson as Json;
  return {
    ...tokenizerJson,
    pre_tokenizer: preTokenizer(pre_tokenizer),
    normalizer: normalizerOf(normalizer),
  };
}

function preTokenizer(component: unknown): unknown {
  if (typeof component !== 'object' || component === null) return component;
  const part = component as Json;
  switch (part.type) {
    case 'Sequence':
      return mapped(part, 'pretokenizers', preTokenizer);
    case 'ByteLevel': {
      if (part.use_regex === false) return part;
      const bytes = { ...part, use_regex: false, add_prefix_space: false };
      const prefix = { type: 'Replace', pattern: { Regex: '\\A([^ ])' }, content: ' $1' };
      return sequence(...(part.add_prefix_space ? [prefix] : []), GPT2_SPLIT, bytes);
    }
    case 'Split':
      return split(source(part.pattern), String(part.behavior), part.invert === true) ?? part;
    case 'CharDelimiterSplit':
      return split(escaped(String(part.delimiter)), 'Removed', false);
    case 'Punctuation':
      return split(PUNCTUATION, String(part.behavior ?? 'Isolated'), false);
    case 'Digits':
      return isolated(part.individual_digits ? '\\p{N}' : '\\p{N}+');
    case 'Whitespace':
      return split(`[${WORD}]+|[^${WORD}${SPACE}]+`, 'Removed', true);
    case 'WhitespaceSplit':
      return split(SPACE, 'Removed', false);
    case 'BertPreTokenizer':
      return sequence(split(SPACE, 'Removed', false), isolated(PUNCTUATION));
    case 'Metaspace':
      // It splits unless told not to.
      if (part.split === false) return part;
      return sequence(part, split(escaped(String(part.replacement ?? '▁')), 'MergedWithNext', false));
    default:
      return part;
  }
}

function normalizerOf(component: unknown): unknown {
  if (typeof component !== 'object' || component === null) return component;
  const part = component as Json;
  if (part.type === 'Sequence') return mapped(part, 'normalizers', normalizerOf);
  if (part.type !== 'Strip') return part;
  const without = (Regex: string) => ({ type: 'Replace', pattern: { Regex }, content: '' });
  return {
    type: 'Sequence',
    normalizers: [
      ...(part.strip_left ? [without(`\\A${SPACE}+`)] : []),
      ...(part.strip_right ? [without(`${SPACE}+\\z`)] : []),
    ],
  };
}

/** What is matched and what lies between, each by itself or joined as `behavior` says. */
function split(match: string | undefined, behavior: string, invert: boolean): Json | undefined {
  if (match === undefined) return undefined;
  const one = `(?:${match})`;
  // The match is joined to what is before it, or to what is behind: inverted, it is the other way round.
  const merge = (behavior === 'MergedWithPrevious') !== invert ? 'previous' : 'next';
  const between = `(?:(?!${one})[\\s\\S])`;
  switch (behavior) {
    case 'Removed':
      return { type: 'Split', pattern: { Regex: one }, behavior, invert };
    case 'Contiguous':
      return isolated(`${one}+`);
    case 'MergedWithPrevious':
    case 'MergedWithNext':
      return isolated(
        merge === 'previous' ? `${between}*${one}|${between}+` : `${one}${between}*|${between}+`,
      );
    default:
      return isolated(one);
  }
}

const isolated = (Regex: string): Json => ({
  type: 'Split',
  pattern: { Regex },
  behavior: 'Isolated',
  invert: false,
});

const sequence = (...pretokenizers: unknown[]): Json => ({ type: 'Sequence', pretokenizers });

const mapped = (part: Json, key: string, change: (inner: unknown) => unknown): Json => {
  const list = part[key];
  return { ...part, [key]: Array.isArray(list) ? list.map(change) : list };
};

/** The pattern of a `Split`, where it has one. */
function source(pattern: unknown): string | undefined {
  const { Regex, String: text } = Object(pattern) as { Regex?: unknown; String?: unknown };
  if (typeof text === 'string') return escaped(text);
  return typeof Regex === 'string' ? withFoldedLetters(Regex) : undefined;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Without regard to case, ſ (U+017F) is an s and K (U+212A) a k; both are told in a group `(?i:…)` of plain letters. */
function withFoldedLetters(regex: string): string {
  return regex.replace(/\(\?i:([^()[\]\\]*)\)/g, (_, letters: string) => {
    const folded = letters.replace(/s/gi, '[sS\u017f]').replace(/k/gi, '[kK\u212a]');
    return `(?i:${folded})`;
  });
}
