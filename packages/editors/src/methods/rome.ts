import type { ComposableEditor } from '../combinators/composable-editor.js';
import { lastLayerOnly } from '../combinators/stage-policy.js';
import { closedFormEditor } from '../frames/closed-form-editor.js';
import { rankOneSolver } from '../solvers/rank-one-solver.js';

/**
 * ROME: Δ = r (C₀⁻¹k̄)ᵀ / (kᵀC₀⁻¹k̄) at the last of `layers`, one fact after the other. Clamp and decay of the
 * value are measured by the MLP's output, not by the block's. Settings of its own: `useSecondMoment`, `compat`.
 *
 * The default is R-ROME, one key in both places; `compat: 'official'` the published form with its mixed keys.
 *
 * @see arXiv 2202.05262, equation 2; R-ROME, arXiv 2403.07175
 */
export const rome = (): ComposableEditor =>
  closedFormEditor({
    id: 'rome',
    title: 'ROME: one fact after the other at the last of the layers',
    description:
      'Δ = r (C₀⁻¹k̄)ᵀ / (kᵀC₀⁻¹k̄): each fact is met exactly, with the least effect on general text. The default is R-ROME, the mean key k̄ in both places; with `compat: official` the published form, which mixes it with the key of the plain prompt and can ruin a model. With `useSecondMoment: false` C₀ is left out, and no statistics are needed. Settings used: `useSecondMoment`, `compat`.',
    solver: rankOneSolver(),
    batch: false,
    sequential: false,
    stages: lastLayerOnly,
    valueNorm: 'mlp',
  });
