import type { ComposableEditor } from '../combinators/composable-editor.js';
import { closedFormEditor } from '../frames/closed-form-editor.js';
import { nullSpaceSolver } from '../solvers/null-space-solver.js';

/**
 * AlphaEdit with the covariance term: Δ = R Kᵀ P (P(λ₁C₀ + K_pK_pᵀ + KKᵀ) + βI)⁻¹. C₀ is not quite zero in
 * the null space, and over thousands of edits what is left of it leaks: λ₁ holds it. Settings of its own:
 * `covarianceWeight` (λ₁); used besides: as AlphaEdit.
 *
 * @see BetaEdit, arXiv 2605.09285
 */
export const betaedit = (defaults: { readonly covarianceWeight?: number } = {}): ComposableEditor =>
  closedFormEditor({
    id: 'betaedit',
    title: 'BetaEdit: AlphaEdit with the covariance term',
    description:
      'Δ = R Kᵀ P (P(λ₁C₀ + K_pK_pᵀ + KKᵀ) + βI)⁻¹. C₀ is not quite zero in the null space, and over thousands of edits what is left of it leaks: λ₁ holds it. Takes account of earlier batches. Settings used: those of AlphaEdit, and `covarianceWeight` (λ₁).',
    solver: nullSpaceSolver({ sequential: true, covarianceWeight: defaults.covarianceWeight ?? 3000 }),
    sequential: true,
  });
