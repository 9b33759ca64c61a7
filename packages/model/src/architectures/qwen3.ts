import { llamaLike } from './llama-like.js';
import { qwenWindow } from './qwen-window.js';

/** Qwen3: Llama's block with RMS norms on each head of q and k, and a head size of its own. */
export const qwen3 = llamaLike({
  modelType: 'qwen3',
  llamaCpp: { architecture: 'qwen3' },
  defaultKeyValueHeads: 32,
  defaultContextLength: 32_768,
  defaultHeadSize: 128,
  qkvBias: (config) => config.boolean('attention_bias', false),
  attentionOutBias: (config) => config.boolean('attention_bias', false),
  queryKeyNorm: true,
  window: (config) => {
    config.only('use_qk_norm', [true]);
    return qwenWindow(config);
  },
});
