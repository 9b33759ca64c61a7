import type { Architecture, ConfigReader, LlamaCppFamily } from '../transformer-shape.js';
import { activationOf } from './activation-of.js';
import { rotaryOf } from './rotary-of.js';
import { linear } from './weight-names.js';

/** What differs between the families built on Llama's block. */
export interface LlamaLikeTraits {
  readonly modelType: string;
  /** What llama.cpp calls the family. */
  readonly llamaCpp: Omit<LlamaCppFamily, 'activation'>;
  /** Key-value heads where the config does not say; as many as heads unless given. */
  readonly defaultKeyValueHeads?: number;
  /** Longest text where the config does not say; 2048 unless given. */
  readonly defaultContextLength?: number;
  /** Size of a head where the config does not say; the width divided by the heads unless given. */
  readonly defaultHeadSize?: number;
  /** Whether q, k, v carry a bias. */
  readonly qkvBias: (config: ConfigReader) => boolean;
  readonly attentionOutBias?: (config: ConfigReader) => boolean;
  readonly mlpBias?: (config: ConfigReader) => boolean;
  /** RMS norms over each head of q and k. */
  readonly queryKeyNorm?: boolean;
  readonly window?: (config: ConfigReader) => (block: number) => number | undefined;
}

/** RMSNorm, rotary positions, grouped-query attention, gated MLP, weights stored [out, in]. */
export function llamaLike(traits: LlamaLikeTraits): Architecture {
  return {
    modelTypes: [traits.modelType],
    prefixes: ['model.', '', 'model.model.'],
    llamaCpp: { ...traits.llamaCpp, activation: 'silu' },
    shape(config, prefix) {
      const d = config.integer('hidden_size');
      const keySize = config.integer('intermediate_size');
      const heads = config.integer('num_attention_heads');
      // Null says as many as heads, also where leaving it out says something else.
      const sharing = config.isNull('num_key_value_heads') ? heads : (traits.defaultKeyValueHeads ?? heads);
      const keyValueHeads = config.integer('num_key_value_heads', sharing);
      const headSize = config.integer('head_dim', traits.defaultHeadSize ?? d / heads);
      const vocabularySize = config.integer('vocab_size');
      // The first Llama's files have this name.
      const oldContextLength = config.integer('max_sequence_length', traits.defaultContextLength ?? 2048);
      const contextLength = config.integer('max_position_embeddings', oldContextLength);
      const tiedHead = config.boolean('tie_word_embeddings', false);
      const qkvBias = traits.qkvBias(config);
      const outBias = traits.attentionOutBias?.(config) ?? false;
      const mlpBias = traits.mlpBias?.(config) ?? false;
      const tokenEmbedding = `${prefix}embed_tokens.weight`;
      return {
        architecture: traits.modelType,
        blocks: config.integer('num_hidden_layers'),
        hiddenSize: d,
        keySize,
        heads,
        keyValueHeads,
        headSize,
        vocabularySize,
        contextLength,
        norm: { kind: 'rms', epsilon: config.number('rms_norm_eps', 1e-6) },
        activation: activationOf(config, 'hidden_act', 'silu'),
        positions: rotaryOf(config, { headSize, contextLength }),
        parallelResidual: false,
        attentionScale: () => 1 / Math.sqrt(headSize),
        attentionWindow: traits.window?.(config) ?? (() => undefined),
        tokenEmbedding,
        finalNorm: { weight: `${prefix}norm.weight` },
        head: {
          weight: tiedHead ? tokenEmbedding : 'lm_head.weight',
          orientation: 'out-in',
          dIn: d,
          dOut: vocabularySize,
        },
        tiedHead,
        block(b) {
          const at = `${prefix}layers.${b}`;
          const attention = `${at}.self_attn`;
          return {
            attentionNorm: { weight: `${at}.input_layernorm.weight` },
            mlpNorm: { weight: `${at}.post_attention_layernorm.weight` },
            qkv: {
              layout: 'separate',
              query: linear(`${attention}.q_proj`, d, heads * headSize, qkvBias),
              key: linear(`${attention}.k_proj`, d, keyValueHeads * headSize, qkvBias),
              value: linear(`${attention}.v_proj`, d, keyValueHeads * headSize, qkvBias),
            },
            ...(traits.queryKeyNorm
              ? {
                  queryNorm: { weight: `${attention}.q_norm.weight` },
                  keyNorm: { weight: `${attention}.k_norm.weight` },
                }
              : {}),
            attentionOut: linear(`${attention}.o_proj`, heads * headSize, d, outBias),
            gate: linear(`${at}.mlp.gate_proj`, d, keySize, mlpBias),
            up: linear(`${at}.mlp.up_proj`, d, keySize, mlpBias),
            down: linear(`${at}.mlp.down_proj`, keySize, d, mlpBias),
          };
        },
      };
    },
  };
}
