import type { Architecture, ConfigReader } from '../transformer-shape.js';
import { activationOf } from './activation-of.js';
import { rotaryOf } from './rotary-of.js';
import { linear } from './weight-names.js';

/** What differs between the families built on Llama's block. */
export interface LlamaLikeTraits {
  readonly modelType: string;
  /** Key-value heads where the config does not say; as many as heads unless given. */
  readonly defaultKeyValueHeads?: number;
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
    prefixes: ['model.', ''],
    shape(config, prefix) {
      config.only('pretraining_tp', [1]);
      const d = config.integer('hidden_size');
      const keySize = config.integer('intermediate_size');
      const heads = config.integer('num_attention_heads');
      const keyValueHeads = config.integer('num_key_value_heads', traits.defaultKeyValueHeads ?? heads);
      const headSize = config.integer('head_dim', traits.defaultHeadSize ?? d / heads);
      const vocabularySize = config.integer('vocab_size');
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
        contextLength: config.integer('max_position_embeddings'),
        norm: { kind: 'rms', epsilon: config.number('rms_norm_eps', 1e-6) },
        activation: activationOf(config, 'hidden_act', 'silu'),
        positions: rotaryOf(config, headSize),
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
