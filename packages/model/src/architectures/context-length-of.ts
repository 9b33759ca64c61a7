import type { ConfigReader } from '../transformer-shape.js';

/** Positions of a GPT-2 or GPT-J. `n_ctx` says the same in old files and is not read beside `n_positions`. */
export function contextLengthOf(config: ConfigReader, fallback: number): number {
  const old = config.integer('n_ctx', fallback);
  return config.integer(['n_positions', 'max_position_embeddings'], old);
}
