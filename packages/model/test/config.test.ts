import { readFileSync } from 'node:fs';
import { describeShared, sharedPath } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { rotaryFrequencies } from '../src/layers/rotary-tables.js';
import { readShape, requiredWeights } from '../src/read-shape.js';

const GPT2 = { model_type: 'gpt2', n_embd: 48, n_head: 4, n_layer: 2, vocab_size: 100 };
const GPTJ = { ...GPT2, model_type: 'gptj', rotary_dim: 8 };
const LLAMA = {
  model_type: 'llama',
  hidden_size: 64,
  intermediate_size: 96,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  num_hidden_layers: 3,
  vocab_size: 100,
  max_position_embeddings: 128,
};
const MISTRAL = { ...LLAMA, model_type: 'mistral' };
const QWEN2 = { ...LLAMA, model_type: 'qwen2' };
const QWEN3 = { ...LLAMA, model_type: 'qwen3', head_dim: 24 };
const NEOX = { ...LLAMA, model_type: 'gpt_neox', num_key_value_heads: undefined };

/** The shape of a config, all weights taken to be there. */
const shapeOf = (config: object) => readShape(JSON.parse(JSON.stringify(config)), () => true).shape;
const LLAMA3 = {
  rope_type: 'llama3',
  factor: 8,
  low_freq_factor: 1,
  high_freq_factor: 4,
  original_max_position_embeddings: 64,
};

describe('fields that would change the result are refused by name', () => {
  it.each([
    ['quantized weights', LLAMA, { quantization_config: { quant_method: 'gptq' } }, 'quantization_config'],
    ['code of its own', QWEN2, { auto_map: { AutoModelForCausalLM: 'x.Y' } }, 'auto_map'],
    ['cross-attention', GPT2, { add_cross_attention: true }, 'add_cross_attention'],
    ['an encoder', GPT2, { is_encoder_decoder: true }, 'is_encoder_decoder'],
    ['yarn', LLAMA, { rope_scaling: { type: 'yarn', factor: 4 } }, 'rope_scaling.type'],
    ['longrope', LLAMA, { rope_parameters: { rope_type: 'longrope' } }, 'rope_type'],
    [
      'positions by section',
      QWEN2,
      { rope_scaling: { type: 'default', mrope_section: [8] } },
      'mrope_section',
    ],
    [
      'positions by layer type',
      QWEN3,
      { rope_parameters: { full_attention: { rope_theta: 10_000 } } },
      'full_attention',
    ],
    ['partial rotary outside NeoX', LLAMA, { partial_rotary_factor: 0.5 }, 'partial_rotary_factor'],
    ['another activation', LLAMA, { hidden_act: 'quick_gelu' }, 'hidden_act'],
    ['windows Llama does not have', LLAMA, { sliding_window: 8 }, 'sliding_window'],
    ['no biases on q, k, v', QWEN2, { attention_bias: false }, 'attention_bias'],
    [
      'chunked attention',
      QWEN3,
      { layer_types: ['full_attention', 'chunked_attention', 'full_attention'] },
      'layer_types',
    ],
    ['layer types of other layers', QWEN3, { layer_types: ['full_attention'] }, 'layer_types'],
    ['GPT-J without rotation', GPTJ, { rotary: false }, 'rotary'],
    ['GPT-J without scaled attention', GPTJ, { scale_attn_weights: false }, 'scale_attn_weights'],
    ['scaled logits', LLAMA, { logit_scale: 0.5 }, 'logit_scale'],
    ['a soft cap', MISTRAL, { attn_logit_softcapping: 50 }, 'attn_logit_softcapping'],
    ['experts', QWEN3, { num_experts: 8 }, 'num_experts'],
  ])('%s', (_, config, change, field) => {
    const wanted = { code: 'config-unsupported', kind: 'input', message: expect.stringContaining(field) };
    expect(() => shapeOf({ ...config, ...change })).toThrowError(expect.objectContaining(wanted));
  });

  it.each([
    ['two spellings that differ', GPT2, { hidden_size: 64 }, 'hidden_size'],
    ['two bases', LLAMA, { rope_theta: 5e5, rope_parameters: { rope_theta: 1e4 } }, 'rope_theta'],
    ['two scalings', LLAMA, { rope_scaling: LLAMA3, rope_parameters: { rope_theta: 1e4 } }, 'rope_scaling'],
    ['a base below zero', LLAMA, { rope_theta: -1 }, 'rope_theta'],
    ['a base that turns too fast', LLAMA, { rope_theta: 1e-300 }, 'rotary'],
    ['a scaling without its factor', LLAMA, { rope_scaling: { type: 'linear' } }, 'rope_scaling.factor'],
    ['a dynamic one too', LLAMA, { rope_scaling: { rope_type: 'dynamic' } }, 'rope_scaling.factor'],
    ['a width its heads do not divide', LLAMA, { num_attention_heads: 5 }, 'num_attention_heads|heads'],
  ])('%s', (_, config, change, field) => {
    const wanted = { code: 'config-field', message: expect.stringMatching(field) };
    expect(() => shapeOf({ ...config, ...change })).toThrowError(expect.objectContaining(wanted));
  });

  it.each([
    ['nulls', LLAMA, { logit_scale: null }],
    ['training, sampling, bookkeeping', LLAMA, { attention_dropout: 0.1, _name_or_path: 'x', top_k: 50 }],
    ['marks of tools', MISTRAL, { unsloth_version: '2024.9' }],
    ['both spellings where they agree', LLAMA, { rope_theta: 5e5, rope_parameters: { rope_theta: 5e5 } }],
    ['the old and the new name of the type', LLAMA, { rope_scaling: { ...LLAMA3, type: 'llama3' } }],
    ['an old context length beside the new', GPT2, { n_ctx: 512, n_positions: 1024 }],
  ])('%s are not in the way', (_, config, change) => {
    expect(() => shapeOf({ ...config, ...change })).not.toThrow();
  });
});

describe('defaults of a family hold where a field is left out', () => {
  const windows = (config: object) => {
    const shape = shapeOf(config);
    return Array.from({ length: shape.blocks }, (_, b) => shape.attentionWindow(b));
  };

  it('windows', () => {
    expect(windows(MISTRAL)).toEqual([4096, 4096, 4096]);
    expect(windows({ ...MISTRAL, sliding_window: null })).toEqual([undefined, undefined, undefined]);
    expect(windows({ ...QWEN2, sliding_window: 8 })).toEqual([undefined, undefined, undefined]);
    const sliding = { ...QWEN2, use_sliding_window: true, sliding_window: 8 };
    expect(windows({ ...sliding, max_window_layers: 1 })).toEqual([undefined, 8, 8]);
    expect(windows({ ...sliding, max_window_layers: 0 })).toEqual([8, 8, 8]);
    const types = ['sliding_attention', 'full_attention', 'sliding_attention'];
    expect(windows({ ...sliding, max_window_layers: 3, layer_types: types })).toEqual([8, undefined, 8]);
  });

  it('positions', () => {
    expect(shapeOf({ ...GPTJ, rotary_dim: undefined, n_embd: 512 }).positions).toMatchObject({
      dimensions: 64,
    });
    expect(shapeOf(NEOX).positions).toMatchObject({ dimensions: 4, theta: 10_000 });
    expect(shapeOf({ ...NEOX, rotary_pct: 0.5, rotary_emb_base: 5e4 }).positions).toMatchObject({
      dimensions: 8,
      theta: 5e4,
    });
    const parameters = { rope_theta: 5e4, partial_rotary_factor: 0.5 };
    expect(shapeOf({ ...NEOX, rope_parameters: parameters }).positions).toMatchObject({
      dimensions: 8,
      theta: 5e4,
    });
  });

  it('contexts', () => {
    const bare = { ...LLAMA, max_position_embeddings: undefined };
    expect(shapeOf(bare).contextLength).toBe(2048);
    expect(shapeOf({ ...bare, max_sequence_length: 512 }).contextLength).toBe(512);
    expect(shapeOf({ ...LLAMA, max_sequence_length: 512 }).contextLength).toBe(128);
    expect(shapeOf({ ...bare, model_type: 'mistral' }).contextLength).toBe(131_072);
    expect(shapeOf({ ...bare, model_type: 'qwen2' }).contextLength).toBe(32_768);
  });

  it('the length before Llama 3 stretched it', () => {
    const { original_max_position_embeddings: original, ...rest } = LLAMA3;
    const scaling = (change: object) => shapeOf({ ...LLAMA, ...change }).positions;
    const written = { rope_scaling: { ...rest, original_max_position_embeddings: 128 } };
    expect(scaling({ rope_scaling: rest })).toEqual(scaling(written));
    const beside = { rope_scaling: rest, original_max_position_embeddings: original };
    expect(scaling(beside)).toEqual(scaling({ rope_scaling: LLAMA3 }));
  });

  it('dynamic positions are the plain ones up to the length of the context', () => {
    const dynamic = { ...LLAMA, rope_scaling: { rope_type: 'dynamic', factor: 4 } };
    expect(shapeOf(dynamic).positions).toEqual(shapeOf(LLAMA).positions);
  });

  it('heads', () => {
    const bare = { ...LLAMA, num_key_value_heads: undefined };
    expect(shapeOf(bare).keyValueHeads).toBe(4);
    expect(shapeOf({ ...bare, model_type: 'mistral', num_attention_heads: 16 }).keyValueHeads).toBe(8);
    expect(shapeOf({ ...QWEN3, head_dim: undefined }).headSize).toBe(128);
    // Where leaving the number out means another one, null still means as many as heads.
    for (const model_type of ['mistral', 'qwen2', 'qwen3'])
      expect(shapeOf({ ...LLAMA, model_type, num_key_value_heads: null }).keyValueHeads).toBe(4);
  });

  it('biases of Llama follow the config', () => {
    const names = [...requiredWeights(shapeOf({ ...LLAMA, attention_bias: true, mlp_bias: true })).keys()];
    for (const part of ['self_attn.q_proj', 'self_attn.o_proj', 'mlp.gate_proj', 'mlp.down_proj'])
      expect(names).toContain(`model.layers.0.${part}.bias`);
  });

  it('attention scale of GPT-2 falls with depth where asked for', () => {
    const { attentionScale } = shapeOf({ ...GPT2, scale_attn_by_inverse_layer_idx: true });
    expect(attentionScale(1)).toBeCloseTo(1 / Math.sqrt(12) / 2, 12);
    const bare = shapeOf({ ...GPT2, scale_attn_weights: false });
    expect(bare.attentionScale(0)).toBe(1);
  });
});

/** Old and new files of one checkpoint describe one transformer. */
it.each([
  ['rope_scaling', { rope_theta: 5e5, rope_scaling: LLAMA3, torch_dtype: 'bfloat16' }],
  [
    'type for rope_type',
    { rope_theta: 5e5, rope_scaling: { ...LLAMA3, rope_type: undefined, type: 'llama3' } },
  ],
])('%s reads as rope_parameters does', (_, old) => {
  const frequencies = (config: object) => {
    const { positions } = shapeOf(config);
    return positions.kind === 'rotary' ? [...rotaryFrequencies(positions)] : [];
  };
  const now = { ...LLAMA, rope_parameters: { ...LLAMA3, rope_theta: 5e5 }, dtype: 'bfloat16' };
  expect(frequencies({ ...LLAMA, ...old })).toEqual(frequencies(now));
});

for (const family of ['gpt2', 'gptj', 'gpt_neox', 'llama3', 'llama32_tied', 'mistral', 'qwen2', 'qwen3']) {
  describeShared(`the published config of ${family}`, `fixtures/models/${family}`, () => {
    it('is read whole, and refused with a field more', () => {
      const config = JSON.parse(readFileSync(sharedPath('fixtures/models', family, 'config.json'), 'utf8'));
      expect(() => shapeOf(config)).not.toThrow();
      expect(() => shapeOf({ ...config, qk_clip: 1 })).toThrowError(/qk_clip/);
    });
  });
}
