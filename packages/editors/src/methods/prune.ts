import type { ComposableEditor } from '../combinators/composable-editor.js';
import { restrainedEditor } from '../frames/restrained-editor.js';
import { memit } from './memit.js';

/**
 * PRUNE: MEMIT batch by batch, with the singular values of the whole change D = W − W₀ restrained: every s
 * above σ, the largest singular value of W₀, becomes ln s − ln σ + σ, and W = W₀ + D'. Settings of its own:
 * `compat`; used besides: `mom2UpdateWeight` (λ).
 *
 * @see arXiv 2405.16821; `restrainedEditor` for how it goes on from batch to batch
 */
export const prune = (): ComposableEditor =>
  restrainedEditor({
    id: 'prune',
    title: 'PRUNE: MEMIT with the singular values of the whole change restrained',
    description:
      "MEMIT batch by batch, with the singular values of the whole change D = W − W₀ restrained: every s above σ, the largest singular value of W₀, becomes ln s − ln σ + σ, and W = W₀ + D'. Settings used: `mom2UpdateWeight` (λ) and `compat`.",
    base: memit(),
  });
