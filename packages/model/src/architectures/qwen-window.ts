import type { ConfigReader } from '../transformer-shape.js';

const KINDS = ['full_attention', 'sliding_attention'];

/**
 * Qwen's sliding window: off unless `use_sliding_window`; then in the blocks `layer_types` names, or from
 * `max_window_layers` on.
 *
 * @throws {CheckpointError} `config-unsupported` for another kind of attention
 */
export function qwenWindow(config: ConfigReader): (block: number) => number | undefined {
  const on = config.boolean('use_sliding_window', false) && !config.isNull('sliding_window');
  const window = config.integer('sliding_window', 4096);
  // 0 is as good a first block as any.
  const first = config.raw('max_window_layers') === 0 ? 0 : config.integer('max_window_layers', 28);
  const types = config.raw('layer_types');
  const known = types === undefined || (Array.isArray(types) && types.every((kind) => KINDS.includes(kind)));
  if (!known || (Array.isArray(types) && types.length !== config.integer('num_hidden_layers'))) {
    config.refuse('layer_types', `It must name one kind of attention for each block: ${KINDS.join(' or ')}.`);
  }
  if (!on) return () => undefined;
  if (Array.isArray(types)) return (b) => (types[b] === 'sliding_attention' ? window : undefined);
  return (b) => (b >= first ? window : undefined);
}
