import { closedFormEditor } from './closed-form-editor.js';
import type { ComposableEditor } from './composable-editor.js';
import { largestChangesStep } from './largest-changes-step.js';
import { ridgeSolver } from './ridge-solver.js';

/**
 * RECT: MEMIT's Δ of all layers, and then of each only the share with the largest |Δ / W|. Settings of its
 * own: `share`; used besides: `mom2UpdateWeight` (λ).
 *
 * @see arXiv 2401.04700
 */
export const rect = (defaults: { readonly share?: number } = {}): ComposableEditor =>
  closedFormEditor({
    id: 'rect',
    solver: ridgeSolver({ sequential: false }),
    steps: [largestChangesStep({ share: defaults.share ?? 0.4 })],
    sequential: false,
  });
