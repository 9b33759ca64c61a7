import type { EncodedText, TokenizerPort } from '@alphaedit/spec';
import { TokenizerError } from '@alphaedit/spec';
import { Tokenizer } from '@huggingface/tokenizers';
import { createChatTemplate } from '../chat/create-chat-template.js';
import { templateSource } from '../chat/template-source.js';
import { alignTokens, type Offset } from './align-tokens.js';
import { beginOfText } from './begin-of-text.js';
import { leadingSpecials } from './leading-specials.js';
import { withReferenceSplits } from './reference-splits.js';
import { textUnits } from './text-units.js';
import { isByteLevel, tokenBytes } from './token-bytes.js';
import { tokenizerHash } from './tokenizer-hash.js';
import { withAddedTokens } from './with-added-tokens.js';
import { withPrefixSpace } from './with-prefix-space.js';

/** Ids index a table: one beyond any vocabulary there is (the largest have some 260 000) would only fill memory. */
const LARGEST_ID = 2 ** 24;

/** A checkpoint's own tokenizer. */
export interface CheckpointTokenizer extends TokenizerPort {
  contentHash(): Promise<string>;
  /**
   * Ids of a text and where each lies in it.
   *
   * @throws {TokenizerError} `offsets-unknown` where the tokenizer changes the text in a way not known here
   */
  encodeWithOffsets(text: string, options?: { readonly specialTokens?: boolean }): EncodedText;
}

/** What a tokenizer does not know of itself. */
export interface CreateTokenizerOptions {
  /** Ids at which the model ends a text, beside the end-of-text token of the tokenizer's config. */
  readonly endTokenIds?: readonly number[];
}

/**
 * The checkpoint's own tokenizer, from the parsed `tokenizer.json` and `tokenizer_config.json`.
 *
 * `chat_template` of the config is how it writes conversations; a broken one fails when it is used.
 *
 * Whether a begin-of-text token is added is read from what it does to a text, never from the model's name.
 *
 * @throws {TokenizerError} `tokenizer-broken` where the files hold no usable vocabulary; its methods throw
 * `tokenizer-failed` for a text it makes no ids of
 */
export function createTokenizer(
  tokenizerJson: unknown,
  tokenizerConfig: unknown,
  file = 'tokenizer.json',
  { endTokenIds = [] }: CreateTokenizerOptions = {},
): CheckpointTokenizer {
  const broken = (why: string, cause?: unknown) =>
    new TokenizerError({
      code: 'tokenizer-broken',
      message: `${file}: ${why}.`,
      hint: 'Use the tokenizer.json published with the checkpoint (the "fast" tokenizer, with its vocabulary).',
      data: { file },
      cause,
    });
  const vocabulary = (tokenizerJson as { model?: { vocab?: unknown } } | null)?.model?.vocab;
  if (typeof vocabulary !== 'object' || vocabulary === null || Object.keys(vocabulary).length === 0) {
    throw broken('the tokenizer has no vocabulary');
  }
  const tooLarge = idsOf(tokenizerJson, vocabulary).find((id) => typeof id === 'number' && id >= LARGEST_ID);
  if (tooLarge !== undefined) throw broken(`a token has the id ${tooLarge}`);
  const config = ((typeof tokenizerConfig === 'object' && tokenizerConfig) || {}) as Record<string, unknown>;
  const json = withPrefixSpace(withAddedTokens(tokenizerJson as object, config), config);
  let tokenizer: Tokenizer;
  let largest = -1;
  try {
    tokenizer = new Tokenizer(withReferenceSplits(json), config);
    for (const id of tokenizer.get_vocab(true).values()) {
      if (!Number.isInteger(id) || id < 0) throw new TypeError(`an id that is ${JSON.stringify(id)}`);
      largest = Math.max(largest, id);
    }
  } catch (cause) {
    throw broken('the tokenizer cannot be built from it', cause);
  }
  const failed = (text: string, why: string, cause?: unknown) =>
    new TokenizerError({
      code: 'tokenizer-failed',
      message: `${file}: ${JSON.stringify(text.slice(0, 80))} cannot be tokenized: ${why}.`,
      hint: 'Use the tokenizer.json published with the checkpoint.',
      data: { file },
      cause,
    });
  const run = (text: string, specials: boolean): { ids: number[]; tokens: string[] } => {
    let result: { ids: number[]; tokens: string[] };
    try {
      result = tokenizer.encode(text, { add_special_tokens: specials });
    } catch (cause) {
      throw failed(text, (cause as Error).message, cause);
    }
    const missing = result.ids.findIndex((id) => !(Number.isInteger(id) && id >= 0 && id <= largest));
    if (missing < 0) return result;
    throw failed(text, `${JSON.stringify(result.tokens[missing])} is not in its vocabulary`);
  };
  const idOf = (name: string): number | undefined => {
    const token = config[name];
    const text = typeof token === 'string' ? token : (token as { content?: unknown } | null)?.content;
    return typeof text === 'string' ? tokenizer.token_to_id(text) : undefined;
  };
  const bosTokenId = idOf('bos_token');
  const policy = probe();
  const encode = (text: string, specialTokens = true): number[] =>
    specialTokens ? policy.apply(run(text, true).ids) : run(text, false).ids;
  const bytesOf = tokenBytes(json);
  const underscored = !isByteLevel(json);
  const { normalizer } = json as { normalizer?: unknown };
  const eosTokenId = idOf('eos_token');
  const template = templateSource(config.chat_template);
  let hash: Promise<string> | undefined;

  return {
    vocabularySize: largest + 1,
    addsBos: policy.addsBos,
    bosTokenId,
    eosTokenId,
    endTokenIds: [...new Set([eosTokenId, ...endTokenIds].filter((id) => id !== undefined))],
    ...(template !== undefined && { chatTemplate: createChatTemplate(template, config, file) }),
    contentHash() {
      hash ??= tokenizerHash(json, { addsBos: policy.addsBos, bosTokenId, eosTokenId });
      return hash;
    },
    encode: (text, options) => encode(text, options?.specialTokens),
    encodeWithOffsets(text, options) {
      const { ids: bare, tokens } = run(text, false);
      const inner = alignTokens(tokens.map(bytesOf), textUnits(text, normalizer, underscored));
      if (!inner) {
        throw new TokenizerError({
          code: 'offsets-unknown',
          message: `${file}: the tokens of ${JSON.stringify(text.slice(0, 80))} do not spell it.`,
          hint: 'The tokenizer normalizes text in a way that is not supported.',
          data: { file },
        });
      }
      const ids = encode(text, options?.specialTokens);
      const lead = leadingSpecials(ids, bare);
      const around = (count: number, at: number) => Array.from({ length: count }, (): Offset => [at, at]);
      const trail = ids.length - lead - bare.length;
      return { ids, offsets: [...around(lead, 0), ...inner, ...around(trail, text.length)] };
    },
    decode(tokens, options) {
      if (tokens.length === 0) return '';
      return tokenizer.decode([...tokens], {
        skip_special_tokens: options?.skipSpecialTokens ?? false,
        clean_up_tokenization_spaces: false,
      });
    },
  };

  function probe() {
    try {
      return beginOfText({ ids: run('a', true).ids, bare: run('a', false).ids, bosTokenId, config });
    } catch (cause) {
      throw broken('the tokenizer cannot be built from it', cause);
    }
  }
}

/** Every id a tokenizer.json gives: of its vocabulary where that is a table, and of the tokens added to it. */
function idsOf(tokenizerJson: unknown, vocabulary: object): unknown[] {
  const { added_tokens: added } = tokenizerJson as { added_tokens?: unknown };
  const addedIds = Array.isArray(added) ? added.map((token) => (token as { id?: unknown } | null)?.id) : [];
  return [...(Array.isArray(vocabulary) ? [] : Object.values(vocabulary)), ...addedIds];
}
