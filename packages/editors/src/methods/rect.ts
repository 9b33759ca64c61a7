import type { ComposableEditor } from '../combinators/composable-editor.js';
import { largestChangesStep } from '../deltas/largest-changes-step.js';
import { closedFormEditor } from '../frames/closed-form-editor.js';
import { ridgeSolver } from '../solvers/ridge-solver.js';

/**
 * RECT: MEMIT's Δ of all layers, and then of each only the share with the largest |Δ / W|. Settings of its
 * own: `share`; used besides: `mom2UpdateWeight` (λ).
 *
 * @see arXiv 2401.04700
 */
export const rect = (defaults: { readonly share?: number } = {}): ComposableEditor =>
  closedFormEditor({
    id: 'rect',
    title: 'RECT: MEMIT with only the relatively largest changes kept',
    description:
      "MEMIT's Δ of all layers, and then of each only the share of the entries with the largest |Δ / W|. Batches do not know of one another. Settings used: `mom2UpdateWeight` (λ) and `share`.",
    solver: ridgeSolver({ sequential: false }),
    steps: [largestChangesStep({ share: defaults.share ?? 0.4 })],
    sequential: false,
  });
