/** Fields that change what a forward pass computes, unless they have a neutral value. */
export interface ResultFields {
  readonly names: readonly string[];
  /** Continues "This field …". */
  readonly does: string;
  /** Values that change nothing, as they are told; an absent or null field changes nothing either. */
  readonly neutral?: readonly unknown[];
  /** Whether another value changes nothing, given the fields beside it. */
  readonly isNeutral?: (value: unknown, fields: ReadonlyMap<string, unknown>) => boolean;
}

const OFF = [false];
const ON = [true];
const ONE = [1];
const NONE = [0, false];

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;
const every = (value: unknown, wanted: unknown): boolean =>
  Array.isArray(value) && value.every((one) => one === wanted);
const first = (fields: ReadonlyMap<string, unknown>, names: readonly string[]): unknown =>
  names.map((name) => fields.get(name)).find((value) => value !== undefined && value !== null);

/** Components of each head, where the config has what it takes to tell. */
const headSize = (fields: ReadonlyMap<string, unknown>): number =>
  Number(first(fields, ['head_dim']) ?? shareOfWidth(fields));

function shareOfWidth(fields: ReadonlyMap<string, unknown>): number {
  const width = Number(first(fields, ['hidden_size', 'n_embd']));
  return width / Number(first(fields, ['num_attention_heads', 'n_head']));
}

/**
 * What is known of other families' fields: a checkpoint that has one at another value than a neutral one is computed
 * differently from what its family does here. An architecture that implements a field reads it, and then the entry
 * here is not looked at.
 */
export const resultFields: readonly ResultFields[] = [
  // Other tensors, or other code.
  {
    names: ['auto_map'],
    does: "names code of the checkpoint's own for the model, which is never run",
    // Its own config or tokenizer classes change nothing in the model.
    isNeutral: (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Object.keys(value).some((name) => /^AutoModel($|ForCausalLM$)/.test(name)),
  },
  { names: ['pruned_heads'], does: 'takes heads out of attention', neutral: [{}], isNeutral: isEmpty },
  {
    names: ['is_encoder_decoder', 'add_cross_attention'],
    does: 'puts attention to an encoder into every block',
    neutral: OFF,
  },
  { names: ['is_causal'], does: 'lets a token see those after it when false', neutral: ON },
  {
    names: ['use_bidirectional_attention', 'bidirectional', 'bidirectional_attention'],
    does: 'lets a token see those after it',
    neutral: OFF,
  },
  {
    names: ['num_experts', 'num_local_experts', 'n_routed_experts', 'n_shared_experts', 'moe_num_experts'],
    does: 'puts several MLPs into a block',
    neutral: NONE,
  },
  {
    names: ['q_lora_rank', 'kv_lora_rank', 'qk_rope_head_dim', 'qk_nope_head_dim'],
    does: 'factors the projections of attention',
    neutral: NONE,
  },
  {
    names: ['num_kv_shared_layers', 'use_cla', 'num_hidden_groups', 'num_loops', 'num_recurrent_layers'],
    does: 'makes blocks share weights or keys',
    neutral: NONE,
  },
  { names: ['multi_query'], does: 'gives all heads one key and value', neutral: OFF },
  {
    names: ['num_key_value_heads', 'num_kv_heads', 'n_head_kv'],
    does: 'lets heads share keys and values',
    isNeutral: (value, fields) => value === first(fields, ['num_attention_heads', 'n_head']),
  },
  {
    names: ['head_dim'],
    does: 'sets the size of a head',
    isNeutral: (value, fields) => value === shareOfWidth(fields),
  },
  {
    names: ['v_head_dim', 'query_pre_attn_scalar'],
    does: 'sets the size of a head, or what its attention is scaled by',
    isNeutral: (value, fields) => value === headSize(fields),
  },
  {
    names: ['word_embed_proj_dim', 'embedding_size'],
    does: 'puts a projection behind the embeddings',
    isNeutral: (value, fields) => value === first(fields, ['hidden_size', 'n_embd']),
  },
  // Biases.
  {
    names: [
      ...['attention_bias', 'attn_bias', 'qkv_bias', 'use_qkv_bias', 'add_qkv_bias', 'attention_out_bias'],
      ...['mlp_bias', 'use_bias', 'add_bias_linear', 'lm_head_bias'],
    ],
    does: 'adds biases to projections that have none in this family',
    neutral: OFF,
  },
  // Norms and residual streams.
  {
    names: ['use_qk_norm', 'qk_norm', 'qk_layernorm', 'use_qk_layernorm'],
    does: 'normalises queries and keys',
    neutral: OFF,
  },
  {
    names: [
      ...['apply_residual_connection_post_layernorm', 'post_norm', 'use_post_norm', 'sandwich_norm'],
      ...['norm_after', 'use_post_layernorm', 'embedding_layernorm', 'normalize_embedding'],
    ],
    does: 'moves or adds a norm',
    neutral: OFF,
  },
  { names: ['do_layer_norm_before'], does: 'moves the norms', neutral: ON },
  {
    names: ['apply_layernorm_1p', 'layernorm_1p', 'layernorm1p', 'rms_norm_add_unit_offset'],
    does: 'adds 1 to the weights of the norms',
    neutral: OFF,
  },
  {
    names: ['parallel_attn', 'use_parallel_residual', 'parallel_residual', 'use_parallel_attention'],
    does: 'lets attention and MLP read the same input',
    neutral: OFF,
  },
  // Factors.
  {
    names: ['embedding_multiplier', 'scale_emb', 'embedding_scale', 'embed_scale'],
    does: 'multiplies the token embeddings',
    neutral: ONE,
  },
  {
    names: ['scale_embedding', 'scale_embeddings', 'normalize_embeddings'],
    does: 'scales the token embeddings',
    neutral: OFF,
  },
  {
    names: ['residual_multiplier', 'residual_scale', 'depth_multiplier'],
    does: 'multiplies what a block adds',
    neutral: ONE,
  },
  { names: ['scale_depth'], does: 'scales what a block adds by the number of blocks' },
  {
    names: [
      ...['logit_scale', 'logits_scaling', 'logits_scale', 'lm_head_multiplier', 'output_multiplier'],
      ...['key_multiplier', 'attention_in_multiplier', 'attention_out_multiplier'],
    ],
    does: 'multiplies logits or activations',
    neutral: ONE,
  },
  {
    names: ['dim_model_base'],
    does: 'divides the last hidden state',
    isNeutral: (value, fields) => value === first(fields, ['hidden_size', 'n_embd']),
  },
  {
    names: ['attention_multiplier', 'attention_scale', 'attn_scale', 'softmax_scale'],
    does: 'replaces the factor on q · k',
    isNeutral: (value, fields) => value === headSize(fields) ** -0.5,
  },
  {
    names: ['scale_attn_by_inverse_layer_idx', 'scale_attention_by_inverse_layer_idx'],
    does: 'divides attention by the number of the block',
    neutral: OFF,
  },
  { names: ['scale_attn_weights'], does: 'leaves attention unscaled when false', neutral: ON },
  {
    names: [
      ...['attn_logit_softcapping', 'final_logit_softcapping', 'logit_softcapping', 'logits_soft_cap'],
      ...['attn_logit_softcap', 'final_logit_softcap', 'softcap'],
    ],
    does: 'caps attention scores or logits',
    neutral: NONE,
  },
  { names: ['clip_qkv', 'qk_clip', 'clip_hidden'], does: 'clips queries, keys and values', neutral: NONE },
  {
    names: ['attn_output_gate', 'use_gated_attention', 'attention_sinks', 'use_attention_sinks'],
    does: 'puts a gate or sinks into attention',
    neutral: OFF,
  },
  {
    names: ['attn_temperature_tuning', 'use_logn_attn', 'llama_4_scaling', 'llama_4_scaling_beta'],
    does: 'scales attention with the position',
    neutral: NONE,
  },
  // Activations.
  {
    names: ['hidden_activation', 'activation'],
    does: 'names an activation',
    isNeutral: (value, fields) => {
      const computed = first(fields, ['hidden_act', 'activation_function']);
      return value === computed || (value === 'swiglu' && computed === 'silu');
    },
  },
  {
    // Each is the other families' name for it.
    names: ['hidden_act', 'activation_function'],
    does: 'names an activation',
    isNeutral: (_, fields) => fields.get('hidden_act') === fields.get('activation_function'),
  },
  // Positions.
  {
    names: ['use_alibi', 'alibi', 'use_learned_position_embeddings', 'use_nope'],
    does: 'replaces the rotary positions',
    neutral: OFF,
  },
  {
    names: ['use_rope', 'use_rotary', 'rotary', 'use_rotary_embeddings'],
    does: 'turns rotary positions off',
    neutral: ON,
  },
  {
    names: ['position_embedding_type', 'position_encoding', 'pos_emb_type'],
    does: 'names the kind of positions',
    neutral: ['rope', 'rotary', 'absolute', 'learned'],
  },
  {
    names: ['no_rope_layers'],
    does: 'turns rotary positions off in some blocks',
    // In the files that have it, 1 stands for a block with them.
    isNeutral: (value) => every(value, 1),
  },
  {
    names: ['no_rope_layer_interval', 'nope_layer_interval'],
    does: 'turns rotary positions off in some blocks',
    isNeutral: (_, fields) => every(fields.get('no_rope_layers'), 1),
  },
  {
    names: ['rope_interleaved', 'rope_interleave', 'rotary_interleaved', 'rotary_emb_interleaved'],
    does: 'pairs neighbouring components of the rotary positions',
    neutral: OFF,
  },
  {
    names: ['is_neox_style'],
    does: 'pairs neighbouring components of the rotary positions when false',
    neutral: ON,
  },
  {
    names: ['use_mrope', 'mrope_section', 'mrope_interleaved'],
    does: 'gives a token several positions',
    neutral: OFF,
  },
  { names: ['use_dynamic_ntk'], does: 'stretches rotary positions with the length', neutral: OFF },
  {
    names: [
      'rope_ratio',
      'rope_scaling_factor',
      'rope_factor',
      'rotary_pct',
      'rotary_percent',
      'rotary_emb_fraction',
    ],
    does: 'changes the rotary positions',
    neutral: ONE,
  },
  {
    names: ['rotary_dim'],
    does: 'sets how many components the rotary positions turn',
    isNeutral: (value, fields) => value === headSize(fields),
  },
  {
    names: ['rope_local_base_freq', 'local_rope_theta', 'global_rope_theta', 'rotary_emb_base', 'rope_base'],
    does: 'gives rotary positions another base',
    isNeutral: (value, fields) => value === first(fields, ['rope_theta']),
  },
  {
    names: ['full_attention', 'sliding_attention'],
    does: 'gives rotary positions by kind of block',
  },
  // Windows.
  {
    names: [
      'sliding_window',
      'sliding_window_size',
      'attention_window',
      'attention_chunk_size',
      'window_size',
    ],
    does: 'hides tokens far back from attention',
    isNeutral: (value, fields) =>
      fields.get('use_sliding_window') === false ||
      Number(value) >= Number(fields.get('max_position_embeddings')),
  },
  { names: ['use_sliding_window'], does: 'hides tokens far back from attention', neutral: OFF },
  {
    names: ['layer_types'],
    does: 'gives blocks other kinds of attention',
    neutral: [['full_attention']],
    isNeutral: (value) => every(value, 'full_attention'),
  },
  {
    names: ['attention_types', 'attention_layers'],
    does: 'gives blocks other kinds of attention',
    isNeutral: (value) => every(value, 'global'),
  },
];
