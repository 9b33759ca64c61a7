import type { Architecture } from '../transformer-shape.js';
import { activationOf } from './activation-of.js';
import { contextLengthOf } from './context-length-of.js';
import { layerNorm, linear } from './weight-names.js';

/** GPT-J: one LayerNorm feeding attention and MLP in parallel, interleaved rotary positions, head with bias. */
export const gptj: Architecture = {
  modelTypes: ['gptj'],
  prefixes: ['transformer.', ''],
  shape(config, prefix) {
    config.only('rotary', [true]);
    config.only('scale_attn_weights', [true]);
    const d = config.integer(['n_embd', 'hidden_size']);
    const heads = config.integer(['n_head', 'num_attention_heads']);
    const headSize = d / heads;
    const keySize = config.integer('n_inner', 4 * d);
    const vocabularySize = config.integer('vocab_size');
    const tiedHead = config.boolean('tie_word_embeddings', false);
    const tokenEmbedding = `${prefix}wte.weight`;
    return {
      architecture: 'gptj',
      blocks: config.integer(['n_layer', 'num_hidden_layers']),
      hiddenSize: d,
      keySize,
      heads,
      keyValueHeads: heads,
      headSize,
      vocabularySize,
      contextLength: contextLengthOf(config, 2048),
      norm: { kind: 'layer', epsilon: config.number('layer_norm_epsilon', 1e-5) },
      activation: activationOf(config, 'activation_function', 'gelu_new'),
      positions: {
        kind: 'rotary',
        dimensions: config.integer('rotary_dim', 64),
        theta: 10_000,
        interleaved: true,
      },
      parallelResidual: true,
      attentionScale: () => 1 / Math.sqrt(headSize),
      attentionWindow: () => undefined,
      tokenEmbedding,
      finalNorm: layerNorm(`${prefix}ln_f`),
      head: {
        weight: tiedHead ? tokenEmbedding : 'lm_head.weight',
        bias: 'lm_head.bias',
        orientation: 'out-in',
        dIn: d,
        dOut: vocabularySize,
      },
      tiedHead,
      block(b) {
        const at = `${prefix}h.${b}`;
        return {
          attentionNorm: layerNorm(`${at}.ln_1`),
          qkv: {
            layout: 'separate',
            query: linear(`${at}.attn.q_proj`, d, d, false),
            key: linear(`${at}.attn.k_proj`, d, d, false),
            value: linear(`${at}.attn.v_proj`, d, d, false),
          },
          attentionOut: linear(`${at}.attn.out_proj`, d, d, false),
          up: linear(`${at}.mlp.fc_in`, d, keySize, true),
          down: linear(`${at}.mlp.fc_out`, keySize, d, true),
        };
      },
    };
  },
};
