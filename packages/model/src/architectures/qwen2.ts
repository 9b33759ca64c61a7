import { llamaLike } from './llama-like.js';
import { qwenWindow } from './qwen-window.js';

/** Qwen2 and Qwen2.5: Llama's block with biases on q, k, v. */
export const qwen2 = llamaLike({
  modelType: 'qwen2',
  llamaCpp: { architecture: 'qwen2' },
  defaultKeyValueHeads: 32,
  defaultContextLength: 32_768,
  qkvBias: (config) => {
    config.only('attention_bias', [true]);
    return true;
  },
  window: qwenWindow,
});
