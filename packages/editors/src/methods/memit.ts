import type { ComposableEditor } from '../combinators/composable-editor.js';
import { closedFormEditor } from '../frames/closed-form-editor.js';
import { ridgeSolver } from '../solvers/ridge-solver.js';

/**
 * MEMIT: Δ = R Kᵀ (λC₀ + KKᵀ)⁻¹. Batches do not know of one another. Settings used: `mom2UpdateWeight` (λ).
 *
 * @see arXiv 2210.07229, equation 14
 */
export const memit = (): ComposableEditor =>
  closedFormEditor({
    id: 'memit',
    title: 'MEMIT, batch by batch',
    description:
      'Δ = R Kᵀ (λC₀ + KKᵀ)⁻¹: new answers are weighed against those to general text. Batches do not know of one another. Settings used: `mom2UpdateWeight` (λ).',
    solver: ridgeSolver({ sequential: false }),
    sequential: false,
  });
