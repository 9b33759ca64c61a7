/** Configs of published sizes: what matters to memory and time is their shape, not their weights. */
const shapes = {
  'llama-3-8b': {
    hidden_size: 4096,
    intermediate_size: 14_336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    rope_theta: 500_000,
    max_position_embeddings: 8192,
    tie_word_embeddings: false,
  },
  'llama-3.2-1b': {
    hidden_size: 2048,
    intermediate_size: 8192,
    num_hidden_layers: 16,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    rope_theta: 500_000,
    max_position_embeddings: 8192,
    tie_word_embeddings: true,
  },
} as const;

export type ShapeName = keyof typeof shapes;

/** The `config.json` of a shape, with fewer blocks where asked for. */
export const configOf = (name: ShapeName, blocks?: number) => ({
  model_type: 'llama',
  vocab_size: 128_256,
  rms_norm_eps: 1e-5,
  hidden_act: 'silu',
  torch_dtype: 'bfloat16',
  ...shapes[name],
  num_hidden_layers: blocks ?? shapes[name].num_hidden_layers,
});
