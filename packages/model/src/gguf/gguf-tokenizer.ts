import { array, bool, type GgufValue, string, uint32 } from '@alphaedit/gguf';
import { TokenizerError } from '@alphaedit/spec';
import { preTokenizerName } from './pre-tokenizers.js';
import { TOKEN_TYPES } from './token-types.js';

/** The tokenizer of a checkpoint, as its files hold it, and what only the loaded one knows. */
export interface GgufTokenizerSource {
  /** Parsed `tokenizer.json`. */
  readonly json: unknown;
  /** Parsed `tokenizer_config.json`, with the chat template in force. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Rows of the token embedding: ids from the vocabulary's end to there are unused. */
  readonly vocabularySize: number;
  readonly addsBos: boolean;
  readonly bosTokenId?: number;
  readonly eosTokenId?: number;
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

/**
 * A tokenizer under the keys that llama.cpp reads.
 *
 * @throws {TokenizerError} `gguf-tokenizer` for one that llama.cpp does not have, or not by a name known here
 */
export function ggufTokenizer(source: GgufTokenizerSource): ReadonlyMap<string, GgufValue> {
  const { json, config, vocabularySize, addsBos, bosTokenId, eosTokenId } = source;
  const { model, added_tokens, pre_tokenizer, decoder } = json as Record<string, unknown>;
  const { type, vocab, merges, byte_fallback, ignore_merges } = Object(model) as Record<string, unknown>;
  const isByteLevel = (Object(decoder) as { type?: unknown }).type === 'ByteLevel';
  if (type !== 'BPE' || !isByteLevel || byte_fallback === true) {
    throw unsupported(
      'only tokenizers that merge pairs of bytes (GPT-2, Llama 3, Qwen) are written to GGUF files; this one is of another kind',
      { type },
    );
  }
  const pre = preTokenizerName(pre_tokenizer);
  if (pre === undefined) {
    throw unsupported('llama.cpp has no name known here for how this one splits a text', { pre_tokenizer });
  }
  // What llama.cpp does for each name of a pre-tokenizer.
  if ((ignore_merges === true) !== (pre === 'llama-bpe') && ignore_merges === true) {
    throw unsupported(`with the splits "${pre}" it applies merges also where the whole word is a token`, {
      pre,
    });
  }
  const added = (Array.isArray(added_tokens) ? added_tokens : []) as AddedToken[];
  const { tokens, types } = tokenTable(vocab as Record<string, number>, added, vocabularySize);
  const pairs = (merges as (string | [string, string])[]).map((pair) =>
    typeof pair === 'string' ? pair : pair.join(' '),
  );
  const idOf = (name: string): number | undefined => {
    const text = contentOf(config[name]);
    const id = text === undefined ? -1 : tokens.indexOf(text);
    return id < 0 ? undefined : id;
  };
  const metadata = new Map<string, GgufValue>([
    ['tokenizer.ggml.model', string('gpt2')],
    ['tokenizer.ggml.pre', string(pre)],
    ['tokenizer.ggml.tokens', array('string', tokens)],
    ['tokenizer.ggml.token_type', array('int32', types)],
    ['tokenizer.ggml.merges', array('string', pairs)],
    ['tokenizer.ggml.add_bos_token', bool(addsBos)],
    ['tokenizer.ggml.add_eos_token', bool(false)],
  ]);
  const ids = { bos: bosTokenId, eos: eosTokenId, unknown: idOf('unk_token'), padding: idOf('pad_token') };
  for (const [name, id] of Object.entries(ids)) {
    if (id !== undefined) metadata.set(`tokenizer.ggml.${name}_token_id`, uint32(id));
  }
  for (const [key, template] of chatTemplates(config.chat_template)) metadata.set(key, string(template));
  return metadata;
}

function tokenTable(
  vocab: Readonly<Record<string, number>>,
  added: readonly AddedToken[],
  size: number,
): { tokens: string[]; types: number[] } {
  const tokens = Array.from({ length: size }, (_, id) => `[PAD${id}]`);
  const types = tokens.map((): number => TOKEN_TYPES.unused);
  const put = (id: number, text: string, type: number) => {
    if (id >= size) return;
    tokens[id] = text;
    types[id] = type;
  };
  for (const [text, id] of Object.entries(vocab)) put(id, text, TOKEN_TYPES.normal);
  for (const { id, content, special } of added)
    put(id, content, special ? TOKEN_TYPES.control : TOKEN_TYPES.user);
  return { tokens, types };
}

/** Text of a token in a tokenizer's config: a string, or an object with its `content`. */
function contentOf(token: unknown): string | undefined {
  const text = typeof token === 'string' ? token : (Object(token) as { content?: unknown }).content;
  return typeof text === 'string' ? text : undefined;
}

/** Keys and texts of one template, or of several by name. */
function chatTemplates(template: unknown): [string, string][] {
  if (typeof template === 'string') return [['tokenizer.chat_template', template]];
  if (!Array.isArray(template)) return [];
  return (template as { name: string; template: string }[]).map(({ name, template: text }) => [
    name === 'default' ? 'tokenizer.chat_template' : `tokenizer.chat_template.${name}`,
    text,
  ]);
}

function unsupported(why: string, data: Readonly<Record<string, unknown>>): TokenizerError {
  return new TokenizerError({
    code: 'gguf-tokenizer',
    message: `The tokenizer cannot be written to a GGUF file: ${why}.`,
    hint: "Export an adapter for llama.cpp (`exportAdapter(edits, { model, out, target: 'gguf' })`), and use it over the GGUF file published for the model.",
    data,
  });
}
