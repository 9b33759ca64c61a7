import type { GgufMetadata } from '@alphaedit/gguf';
import { TokenizerError } from '@alphaedit/spec';
import type { TokenizerFiles } from '../open-checkpoint-files.js';
import { preTokenizerOf } from './pre-tokenizers.js';
import { TOKEN_TYPES } from './token-types.js';

/**
 * The tokenizer of a GGUF file as the files that a checkpoint has.
 *
 * @param name of the file in messages
 * @throws {TokenizerError} `gguf-tokenizer` for a kind that is not rebuilt here, or by a name that is not known
 */
export function readGgufTokenizer(metadata: GgufMetadata, name: string): TokenizerFiles {
  const value = (key: string) => metadata.get(`tokenizer.ggml.${key}`)?.value;
  const refuse = (why: string): never => {
    throw new TokenizerError({
      code: 'gguf-tokenizer',
      message: `${name}: its tokenizer cannot be rebuilt: ${why}.`,
      hint: "Take the model's checkpoint in Hugging Face form, and use the edit over the GGUF file as an adapter.",
      data: { file: name },
    });
  };
  const list = (key: string): readonly unknown[] => {
    const found = value(key);
    return Array.isArray(found) ? found : refuse(`"tokenizer.ggml.${key}" is missing`);
  };
  const kind = value('model');
  if (kind !== 'gpt2')
    refuse(`it is of the kind ${JSON.stringify(kind)}, and only "gpt2" is read (merges of bytes)`);
  const pre = preTokenizerOf(value('pre'));
  if (!pre)
    return refuse(`how it splits a text is called ${JSON.stringify(value('pre'))}, which is not known here`);
  const tokens = list('tokens').map(String);
  const types = list('token_type').map(Number);
  if (types.length !== tokens.length) refuse('it has another number of tokens than of their types');
  const merges = list('merges').map((pair) => String(pair).split(' '));
  const id = (key: string): number | undefined => {
    const found = value(`${key}_token_id`);
    return typeof found === 'number' && found < tokens.length ? found : undefined;
  };
  const of = (...wanted: number[]) =>
    tokens.flatMap((content, at) => (wanted.includes(types[at]!) ? [{ id: at, content }] : []));
  const bos = id('bos');
  const addsBos = value('add_bos_token') ?? pre.addsBos;
  const named = Object.fromEntries(
    (['bos', 'eos', 'unknown', 'padding'] as const).flatMap((key) => {
      const at = id(key);
      return at === undefined
        ? []
        : [[`${{ bos: 'bos', eos: 'eos', unknown: 'unk', padding: 'pad' }[key]}_token`, tokens[at]]];
    }),
  );
  const template = metadata.get('tokenizer.chat_template')?.value;
  return {
    json: {
      version: '1.0',
      added_tokens: [
        ...of(TOKEN_TYPES.control).map((token) => addedToken(token, true)),
        ...of(TOKEN_TYPES.user).map((token) => addedToken(token, false)),
      ].sort((a, b) => a.id - b.id),
      normalizer: null,
      pre_tokenizer: pre.component,
      post_processor: addsBos === true && bos !== undefined ? beginning(tokens[bos]!, bos) : null,
      decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
      model: {
        type: 'BPE',
        ignore_merges: pre.ignoresMerges,
        vocab: Object.fromEntries(
          of(TOKEN_TYPES.normal, TOKEN_TYPES.control, TOKEN_TYPES.user).map((token) => [
            token.content,
            token.id,
          ]),
        ),
        merges,
      },
    },
    config: { ...named, ...(typeof template === 'string' && { chat_template: template }) },
    name,
    endTokenIds: [id('eos'), id('eot')].filter((at) => at !== undefined),
  };
}

const addedToken = ({ id, content }: { id: number; content: string }, special: boolean) => ({
  id,
  content,
  special,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
});

/** Puts a begin-of-text token before every text. */
function beginning(content: string, id: number): object {
  const special = { SpecialToken: { id: content, type_id: 0 } };
  const text = (name: 'A' | 'B', type_id: number) => ({ Sequence: { id: name, type_id } });
  return {
    type: 'TemplateProcessing',
    single: [special, text('A', 0)],
    pair: [special, text('A', 0), text('B', 1)],
    special_tokens: { [content]: { id: content, ids: [id], tokens: [content] } },
  };
}
