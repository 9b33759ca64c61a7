import type { Warning } from '@alphaedit/spec';

/** Constants that old checkpoints carry: causal masks, their fill value, rotary frequencies. */
const BUFFERS = /(^|\.)(attn|attention)\.(bias|masked_bias)$|\.rotary_emb\.inv_freq$/;
/** Names told of many. */
const TOLD = 3;

/**
 * A warning where a checkpoint holds tensors that the model does not use: another head, blocks or biases the config
 * does not speak of.
 *
 * @param names of all tensors
 * @param used names of those the model is made of, and of those that are known to be copies
 */
export function unusedTensors(names: Iterable<string>, used: { has(name: string): boolean }): Warning[] {
  const unused = [...names].filter((name) => !used.has(name) && !BUFFERS.test(name)).sort();
  if (unused.length === 0) return [];
  const shown = unused.slice(0, TOLD).join(', ') + (unused.length > TOLD ? ', …' : '');
  return [
    {
      code: 'tensors-unused',
      message: `The checkpoint holds ${unused.length} tensors that its config.json does not ask for: ${shown}`,
      data: { tensors: unused },
    },
  ];
}
