import type { ComposableEditor } from '../combinators/composable-editor.js';
import { nullSpaceConstrained } from '../combinators/null-space-constrained.js';
import { memitSequential } from './memit-seq.js';

/**
 * AlphaEdit: Δ = R Kᵀ P (P(K_pK_pᵀ + KKᵀ) + βI)⁻¹ for P the projector on the null space of the preserved
 * keys, so that Δ K₀ ≈ 0. Settings used: `nullSpaceThreshold` or `nullSpaceKeepTrace`, `L2` (β).
 *
 * @see arXiv 2410.02355, equation 14
 */
export const alphaedit = (): ComposableEditor =>
  nullSpaceConstrained(memitSequential(), {
    id: 'alphaedit',
    title: 'AlphaEdit: sequential MEMIT in the null space of what is preserved',
    description:
      'Δ = R Kᵀ P (P(K_pK_pᵀ + KKᵀ) + βI)⁻¹ with P the projector on the null space of the preserved keys, so that Δ K₀ ≈ 0: what the model answers to general text stays. Takes account of earlier batches. Settings used: `nullSpaceThreshold` or `nullSpaceKeepTrace`, `L2` (β).',
  });
