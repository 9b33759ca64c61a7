import type { ComposableEditor } from '../combinators/composable-editor.js';
import { closedFormEditor } from '../frames/closed-form-editor.js';
import { ridgeSolver } from '../solvers/ridge-solver.js';

/**
 * MEMIT that keeps earlier batches: Δ = R Kᵀ (λC₀ + K_pK_pᵀ + KKᵀ)⁻¹. Settings used: `mom2UpdateWeight` (λ).
 *
 * @see arXiv 2210.07229, equation 14, with K_p as in arXiv 2410.02355
 */
export const memitSequential = (): ComposableEditor =>
  closedFormEditor({
    id: 'memit-seq',
    title: 'MEMIT that keeps earlier batches',
    description:
      'Δ = R Kᵀ (λC₀ + K_pK_pᵀ + KKᵀ)⁻¹: MEMIT with the keys of earlier batches in the bracket, so that later ones leave their answers alone. Settings used: `mom2UpdateWeight` (λ).',
    solver: ridgeSolver({ sequential: true }),
    sequential: true,
  });
