import type { ComposableEditor } from './composable-editor.js';
import { memitSequential } from './memit-sequential.js';
import { nullSpaceConstrained } from './null-space-constrained.js';

/**
 * AlphaEdit: Δ = R Kᵀ P (P(K_pK_pᵀ + KKᵀ) + βI)⁻¹ for P the projector on the null space of the preserved
 * keys, so that Δ K₀ ≈ 0. Settings used: `nullSpaceThreshold` or `nullSpaceKeepTrace`, `L2` (β).
 *
 * @see arXiv 2410.02355, equation 14
 */
export const alphaedit = (): ComposableEditor => nullSpaceConstrained(memitSequential(), { id: 'alphaedit' });
