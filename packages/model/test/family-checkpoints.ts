import { randomNumbers } from '@alphaedit/testing';
import { readShape, requiredWeights } from '../src/index.js';

/** A checkpoint in memory: parsed config, tensors by name, tokenizer files. */
export interface FamilyCheckpoint {
  readonly family: string;
  readonly config: Record<string, unknown>;
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly data: Float32Array;
  }[];
}

const LLAMA = {
  vocab_size: 256,
  hidden_size: 8,
  intermediate_size: 12,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  num_hidden_layers: 2,
  max_position_embeddings: 32,
  rms_norm_eps: 1e-5,
  hidden_act: 'silu',
  torch_dtype: 'float32',
};
const GPT = { vocab_size: 256, n_embd: 8, n_head: 2, n_layer: 2, n_positions: 32, layer_norm_epsilon: 1e-5 };

/** One config of every family, the fields between them in every spelling. */
const CONFIGS: Readonly<Record<string, Record<string, unknown>>> = {
  gpt2: {
    model_type: 'gpt2',
    ...GPT,
    n_inner: null,
    activation_function: 'gelu_new',
    scale_attn_weights: true,
  },
  gptj: {
    model_type: 'gptj',
    ...GPT,
    rotary_dim: 4,
    activation_function: 'gelu_new',
    tie_word_embeddings: false,
  },
  llama3: {
    model_type: 'llama',
    ...LLAMA,
    rope_theta: 500_000,
    rope_scaling: {
      rope_type: 'llama3',
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 16,
    },
    tie_word_embeddings: false,
    attention_bias: false,
    mlp_bias: false,
  },
  llama_tied: { model_type: 'llama', ...LLAMA, tie_word_embeddings: true, head_dim: 4 },
  mistral: { model_type: 'mistral', ...LLAMA, sliding_window: 4, rope_theta: 10_000 },
  qwen2: {
    model_type: 'qwen2',
    ...LLAMA,
    use_sliding_window: true,
    sliding_window: 3,
    max_window_layers: 1,
    tie_word_embeddings: true,
  },
  qwen3: {
    model_type: 'qwen3',
    ...LLAMA,
    head_dim: 6,
    layer_types: ['full_attention', 'full_attention'],
    rope_parameters: { rope_theta: 10_000, rope_type: 'default' },
  },
  gpt_neox: {
    model_type: 'gpt_neox',
    ...LLAMA,
    num_key_value_heads: undefined,
    rms_norm_eps: undefined,
    layer_norm_eps: 1e-5,
    hidden_act: 'gelu',
    rotary_pct: 0.5,
    rotary_emb_base: 10_000,
    use_parallel_residual: true,
  },
};

export const FAMILIES = Object.keys(CONFIGS);

/** A tiny random checkpoint of a family, with a byte for a token. */
export function familyCheckpoint(family: string): FamilyCheckpoint {
  const config = JSON.parse(JSON.stringify(CONFIGS[family])) as Record<string, unknown>;
  const tensors = [...requiredWeights(readShape(config, () => true).shape)].map(([name, shape], i) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return { name, shape, data: Float32Array.from(randomNumbers(size, i + 1), (x) => x * 0.5) };
  });
  return { family, config, tensors };
}
