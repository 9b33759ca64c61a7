import type { ComposableEditor } from '../combinators/composable-editor.js';
import { closedFormEditor } from '../frames/closed-form-editor.js';
import { equalitySolver } from '../solvers/equality-solver.js';

/**
 * EMMET: Δ = R (KᵀC₀⁻¹K + εI)⁻¹ Kᵀ C₀⁻¹, ROME's equality constraint for a batch. Batches do not know of one
 * another. Settings of its own: `equalityRidge` (ε).
 *
 * @see arXiv 2403.14236
 */
export const emmet = (defaults: { readonly equalityRidge?: number } = {}): ComposableEditor =>
  closedFormEditor({
    id: 'emmet',
    title: "EMMET: ROME's equality constraint for a batch",
    description:
      'Δ = R (KᵀC₀⁻¹K + εI)⁻¹ Kᵀ C₀⁻¹: all facts of a batch are met at once, with the least effect on general text. Batches do not know of one another. Settings used: `equalityRidge` (ε).',
    solver: equalitySolver({ ridge: defaults.equalityRidge ?? 0.1 }),
    sequential: false,
  });
