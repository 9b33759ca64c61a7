import { randomNumbers } from './random-numbers.js';

/** A GPT-2 checkpoint small enough to make anew in every test, with random weights and a byte-level vocabulary. */
export interface TinyCheckpoint {
  readonly config: Record<string, unknown>;
  readonly tokenizerJson: Record<string, unknown>;
  readonly tokenizerConfig: Record<string, unknown>;
  readonly tensors: Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
}

/** GPT-2's byte alphabet: printable bytes stand for themselves, the others for characters from 256 on. */
function byteAlphabet(): string[] {
  const printable = (b: number) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, b) => String.fromCodePoint(printable(b) ? b : next++));
}

/** How large a tiny checkpoint is. */
export interface TinyCheckpointOptions {
  /** Width of the residual stream, 16 by default. */
  readonly hidden?: number;
  /** 2 by default. */
  readonly blocks?: number;
  /** 2 by default. */
  readonly heads?: number;
  /** Width of the keys, four times `hidden` by default. */
  readonly keySize?: number;
  /** Factor on the token embeddings; a larger one makes the model able to be sure of a token. */
  readonly embedding?: number;
  /** Factor on the output of attention; a larger one carries more from one token to another. */
  readonly attention?: number;
  /** Tokens for " a" … " z" beside those for single bytes. */
  readonly spacedLetters?: boolean;
  /** Special tokens beside those, each with an id of its own. */
  readonly specialTokens?: readonly string[];
  /** Longest text in tokens, 64 by default. */
  readonly contextLength?: number;
  /** Another seed, other weights. */
  readonly seed?: number;
}

/** What a tokenizer.json says of a special token. */
const SPECIAL = { special: true, normalized: false, lstrip: false, rstrip: false, single_word: false };

/** @returns the same bits everywhere for the same options */
export function tinyCheckpoint(options: TinyCheckpointOptions = {}): TinyCheckpoint {
  const { hidden: d = 16, blocks = 2, heads = 2, keySize = 4 * d, embedding = 1, seed = 0 } = options;
  const { attention = 1, spacedLetters = false, specialTokens = [], contextLength = 64 } = options;
  const merges = spacedLetters ? [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `\u0120 ${letter}`) : [];
  const tokens = [...byteAlphabet(), ...merges.map((pair) => pair.replace(' ', ''))];
  const vocabulary = Object.fromEntries(tokens.map((character, id) => [character, id]));
  const added = specialTokens.map((content, i) => ({ ...SPECIAL, id: tokens.length + i, content }));
  const size = tokens.length + added.length;
  const tensors: TinyCheckpoint['tensors'] = new Map();
  const add = (name: string, shape: readonly number[], value?: number) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const random = randomNumbers(length, 1_000 * seed + tensors.size + 1);
    tensors.set(name, { shape, data: Float32Array.from(random, (x) => value ?? x * 0.4) });
  };
  add('transformer.wte.weight', [size, d]);
  const table = tensors.get('transformer.wte.weight')!.data;
  for (let i = 0; i < table.length; i++) table[i]! *= embedding;
  add('transformer.wpe.weight', [contextLength, d]);
  for (let b = 0; b < blocks; b++) {
    const at = `transformer.h.${b}`;
    for (const norm of ['ln_1', 'ln_2']) {
      add(`${at}.${norm}.weight`, [d], 1);
      add(`${at}.${norm}.bias`, [d], 0);
    }
    const linear = (name: string, dIn: number, dOut: number) => {
      add(`${at}.${name}.weight`, [dIn, dOut]);
      add(`${at}.${name}.bias`, [dOut]);
    };
    linear('attn.c_attn', d, 3 * d);
    linear('attn.c_proj', d, d);
    const output = tensors.get(`${at}.attn.c_proj.weight`)!.data;
    for (let i = 0; i < output.length; i++) output[i]! *= attention;
    linear('mlp.c_fc', d, keySize);
    linear('mlp.c_proj', keySize, d);
  }
  add('transformer.ln_f.weight', [d], 1);
  add('transformer.ln_f.bias', [d], 0);
  return {
    config: {
      model_type: 'gpt2',
      vocab_size: size,
      n_positions: contextLength,
      n_embd: d,
      n_layer: blocks,
      n_head: heads,
      n_inner: keySize,
      activation_function: 'gelu_new',
    },
    tokenizerJson: {
      version: '1.0',
      added_tokens: added,
      normalizer: null,
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      post_processor: null,
      decoder: { type: 'ByteLevel' },
      model: { type: 'BPE', vocab: vocabulary, merges },
    },
    tokenizerConfig: { tokenizer_class: 'PreTrainedTokenizerFast' },
    tensors,
  };
}
