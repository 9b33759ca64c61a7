import { llamaLike } from './llama-like.js';

/** Mistral: Llama's block with a sliding attention window in every block. */
export const mistral = llamaLike({
  modelType: 'mistral',
  llamaCpp: { architecture: 'llama', interleavedRotary: true },
  defaultKeyValueHeads: 8,
  defaultContextLength: 131_072,
  qkvBias: () => false,
  window: (config) => {
    // Left out it is 4096 (the first release); null, as later releases have it, is no window.
    const window = config.isNull('sliding_window') ? undefined : config.integer('sliding_window', 4096);
    const types = config.raw('layer_types');
    const kind = window ? 'sliding_attention' : 'full_attention';
    if (types !== undefined && !(Array.isArray(types) && types.every((type) => type === kind))) {
      config.refuse('layer_types', `With this "sliding_window" every block of the family is "${kind}".`);
    }
    return () => window;
  },
});
