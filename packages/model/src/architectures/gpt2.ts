import type { Architecture, LinearNames } from '../transformer-shape.js';
import { activationOf } from './activation-of.js';
import { contextLengthOf } from './context-length-of.js';
import { layerNorm } from './weight-names.js';

/** GPT-2, all sizes: learned positions, pre-norm LayerNorm, fused qkv, Conv1D weights stored [in, out]. */
export const gpt2: Architecture = {
  modelTypes: ['gpt2'],
  prefixes: ['transformer.', ''],
  llamaCpp: { architecture: 'gpt2', activation: 'gelu-tanh' },
  shape(config, prefix) {
    // Float32 attention is what this package computes either way.
    config.only('reorder_and_upcast_attn', [false, true]);
    const d = config.integer(['n_embd', 'hidden_size']);
    const heads = config.integer(['n_head', 'num_attention_heads']);
    const blocks = config.integer(['n_layer', 'num_hidden_layers']);
    const vocabularySize = config.integer('vocab_size');
    const keySize = config.integer('n_inner', 4 * d);
    const scaled = config.boolean('scale_attn_weights', true);
    const byDepth = config.boolean('scale_attn_by_inverse_layer_idx', false);
    const tiedHead = config.boolean('tie_word_embeddings', true);
    const conv1d = (name: string, dIn: number, dOut: number): LinearNames => ({
      weight: `${name}.weight`,
      bias: `${name}.bias`,
      orientation: 'in-out',
      dIn,
      dOut,
    });
    const tokenEmbedding = `${prefix}wte.weight`;
    return {
      architecture: 'gpt2',
      blocks,
      hiddenSize: d,
      keySize,
      heads,
      keyValueHeads: heads,
      headSize: d / heads,
      vocabularySize,
      contextLength: contextLengthOf(config, 1024),
      norm: { kind: 'layer', epsilon: config.number('layer_norm_epsilon', 1e-5) },
      activation: activationOf(config, 'activation_function', 'gelu_new'),
      positions: { kind: 'learned', table: `${prefix}wpe.weight` },
      parallelResidual: false,
      attentionScale: (b) => (scaled ? Math.sqrt(heads / d) : 1) / (byDepth ? b + 1 : 1),
      attentionWindow: () => undefined,
      tokenEmbedding,
      finalNorm: layerNorm(`${prefix}ln_f`),
      head: {
        weight: tiedHead ? tokenEmbedding : 'lm_head.weight',
        orientation: 'out-in',
        dIn: d,
        dOut: vocabularySize,
      },
      tiedHead,
      block(b) {
        const at = `${prefix}h.${b}`;
        return {
          attentionNorm: layerNorm(`${at}.ln_1`),
          mlpNorm: layerNorm(`${at}.ln_2`),
          qkv: { layout: 'concatenated', fused: conv1d(`${at}.attn.c_attn`, d, 3 * d) },
          attentionOut: conv1d(`${at}.attn.c_proj`, d, d),
          up: conv1d(`${at}.mlp.c_fc`, d, keySize),
          down: conv1d(`${at}.mlp.c_proj`, keySize, d),
        };
      },
    };
  },
};
