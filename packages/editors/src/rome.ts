import { closedFormEditor } from './closed-form-editor.js';
import type { ComposableEditor } from './composable-editor.js';
import { rankOneSolver } from './rank-one-solver.js';
import { lastLayerOnly } from './stage-policy.js';

/**
 * ROME: Δ = r (C₀⁻¹k̄)ᵀ / (kᵀC₀⁻¹k̄) at the last of `layers`, one fact after the other. Clamp and decay of the
 * value are measured by the MLP's output, not by the block's. Settings of its own: `compat`.
 *
 * The default is R-ROME, one key in both places; `compat: 'official'` the published form with its mixed keys.
 *
 * @see arXiv 2202.05262, equation 2; R-ROME, arXiv 2403.07175
 */
export const rome = (): ComposableEditor =>
  closedFormEditor({
    id: 'rome',
    solver: rankOneSolver(),
    batch: false,
    sequential: false,
    stages: lastLayerOnly,
    valueNorm: 'mlp',
  });
