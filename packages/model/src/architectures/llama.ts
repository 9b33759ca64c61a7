import { llamaLike } from './llama-like.js';

/** Llama 2, 3, 3.1, 3.2: grouped-query attention, `llama3` rotary scaling, tied or untied head. */
export const llama = llamaLike({
  modelType: 'llama',
  llamaCpp: { architecture: 'llama', interleavedRotary: true },
  qkvBias: (config) => config.boolean('attention_bias', false),
  attentionOutBias: (config) => config.boolean('attention_bias', false),
  mlpBias: (config) => config.boolean('mlp_bias', false),
});
