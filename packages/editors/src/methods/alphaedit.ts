import type { ComposableEditor } from '../combinators/composable-editor.js';
import { nullSpaceConstrained } from '../combinators/null-space-constrained.js';
import { memitSequential } from './memit-sequential.js';

/**
 * AlphaEdit: Δ = R Kᵀ P (P(K_pK_pᵀ + KKᵀ) + βI)⁻¹ for P the projector on the null space of the preserved
 * keys, so that Δ K₀ ≈ 0. Settings used: `nullSpaceThreshold` or `nullSpaceKeepTrace`, `L2` (β).
 *
 * @see arXiv 2410.02355, equation 14
 */
export const alphaedit = (): ComposableEditor => nullSpaceConstrained(memitSequential(), { id: 'alphaedit' });
