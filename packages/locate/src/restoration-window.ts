/** Blocks restored at once in the published tracing of MLP and attention outputs … */
const PUBLISHED_WINDOW = 10;
/** … and the depth of the shallowest model it was published for (GPT-J). */
const PUBLISHED_BLOCKS = 28;

/**
 * How many blocks' MLP (or attention) outputs are restored together: the published 10 from 28 blocks on, and
 * the same share of the depth in shallower models, at least one. One block alone holds too little of the
 * answer to be seen in a deep model; ten of eight would be all of it.
 */
export function defaultWindow(blocks: number): number {
  return Math.max(1, Math.min(PUBLISHED_WINDOW, Math.round((blocks * PUBLISHED_WINDOW) / PUBLISHED_BLOCKS)));
}

/**
 * The blocks [from, to) restored around `centre`: `size` of them, centre − ⌊size/2⌋ … centre + ⌈size/2⌉ − 1,
 * clipped at the ends of the model.
 *
 * @see the published `trace_important_window`
 */
export function windowAround(
  centre: number,
  size: number,
  blocks: number,
): { readonly from: number; readonly to: number } {
  return {
    from: Math.max(0, centre - Math.floor(size / 2)),
    to: Math.min(blocks, centre + Math.ceil(size / 2)),
  };
}
