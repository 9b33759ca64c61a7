import type { Architecture } from '../transformer-shape.js';
import { activationOf } from './activation-of.js';
import { rotaryOf } from './rotary-of.js';
import { layerNorm, linear } from './weight-names.js';

/** GPT-NeoX and Pythia: parallel residual with two norms, partial rotary positions, qkv fused per head. */
export const gptNeox: Architecture = {
  modelTypes: ['gpt_neox'],
  prefixes: ['gpt_neox.', ''],
  heads: ['embed_out.weight', 'lm_head.weight'],
  llamaCpp: {
    architecture: 'gptneox',
    activation: 'gelu-tanh',
    storesTiedHead: true,
    parallelResidualKey: true,
  },
  shape(config, prefix) {
    const d = config.integer('hidden_size');
    const heads = config.integer('num_attention_heads');
    const headSize = d / heads;
    const keySize = config.integer('intermediate_size');
    const contextLength = config.integer('max_position_embeddings', 2048);
    const vocabularySize = config.integer('vocab_size');
    const tiedHead = config.boolean('tie_word_embeddings', false);
    const attentionBias = config.boolean('attention_bias', true);
    const tokenEmbedding = `${prefix}embed_in.weight`;
    return {
      architecture: 'gpt_neox',
      blocks: config.integer('num_hidden_layers'),
      hiddenSize: d,
      keySize,
      heads,
      keyValueHeads: heads,
      headSize,
      vocabularySize,
      contextLength,
      norm: { kind: 'layer', epsilon: config.number('layer_norm_eps', 1e-5) },
      activation: activationOf(config, 'hidden_act', 'gelu'),
      positions: rotaryOf(config, { headSize, contextLength, partial: 0.25 }),
      parallelResidual: config.boolean('use_parallel_residual', true),
      attentionScale: () => 1 / Math.sqrt(headSize),
      attentionWindow: () => undefined,
      tokenEmbedding,
      finalNorm: layerNorm(`${prefix}final_layer_norm`),
      head: {
        weight: tiedHead ? tokenEmbedding : 'embed_out.weight',
        orientation: 'out-in',
        dIn: d,
        dOut: vocabularySize,
      },
      tiedHead,
      block(b) {
        const at = `${prefix}layers.${b}`;
        return {
          attentionNorm: layerNorm(`${at}.input_layernorm`),
          mlpNorm: layerNorm(`${at}.post_attention_layernorm`),
          qkv: {
            layout: 'per-head',
            fused: linear(`${at}.attention.query_key_value`, d, 3 * d, attentionBias),
          },
          attentionOut: linear(`${at}.attention.dense`, d, d, attentionBias),
          up: linear(`${at}.mlp.dense_h_to_4h`, d, keySize),
          down: linear(`${at}.mlp.dense_4h_to_h`, keySize, d),
        };
      },
    };
  },
};
