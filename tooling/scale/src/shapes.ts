const llama = {
  model_type: 'llama',
  vocab_size: 128_256,
  rms_norm_eps: 1e-5,
  hidden_act: 'silu',
  rope_theta: 500_000,
  max_position_embeddings: 8192,
  num_key_value_heads: 8,
};
const gpt2 = {
  model_type: 'gpt2',
  vocab_size: 50_257,
  n_positions: 1024,
  layer_norm_epsilon: 1e-5,
  activation_function: 'gelu_new',
};

/** Configs of published sizes: what matters to memory and time is their shape, not their weights. */
const shapes = {
  'llama-3-8b': {
    ...llama,
    hidden_size: 4096,
    intermediate_size: 14_336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    tie_word_embeddings: false,
  },
  'llama-3.2-1b': {
    ...llama,
    hidden_size: 2048,
    intermediate_size: 8192,
    num_hidden_layers: 16,
    num_attention_heads: 32,
    tie_word_embeddings: true,
  },
  gpt2: { ...gpt2, n_embd: 768, n_layer: 12, n_head: 12 },
  'gpt2-xl': { ...gpt2, n_embd: 1600, n_layer: 48, n_head: 25 },
};

export type ShapeName = keyof typeof shapes;

/** The `config.json` of a shape, with fewer blocks where asked for. */
export const configOf = (name: ShapeName, blocks?: number) => ({
  torch_dtype: 'bfloat16',
  ...shapes[name],
  ...(blocks && { ['n_layer' in shapes[name] ? 'n_layer' : 'num_hidden_layers']: blocks }),
});
