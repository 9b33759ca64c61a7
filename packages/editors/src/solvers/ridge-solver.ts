import { scale } from '@alphaedit/linalg';
import { momentFactor } from '../statistics/moment-factor.js';
import type { LayerSolver } from './layer-solver.js';
import { nullSpaceSolver } from './null-space-solver.js';
import { ridgeSolution } from './ridge-solution.js';

/**
 * A = (λC₀ + K_pK_pᵀ + KKᵀ)⁻¹ K, with K_p only where the history is kept.
 *
 * With C₀ = LLᵀ and Q = L⁻¹[K_p, K] / √λ this is L⁻ᵀ Q (QᵀQ + I)⁻¹ E / √λ: one d×d factor per layer for all
 * batches, and N×N systems after it. In the null space: `nullSpaceSolver`.
 *
 * @param options.sequential keep the keys of earlier batches in the bracket
 * @see MEMIT, arXiv 2210.07229, equation 14
 */
export function ridgeSolver({ sequential }: { readonly sequential: boolean }): LayerSolver {
  return {
    requires: ['secondMoment'],
    async solve({ linalg, layer, keys, settings, statistics, history, takenOut }) {
      const factor = await momentFactor({ linalg, layer, statistics });
      const unit = 1 / Math.sqrt(settings.mom2UpdateWeight);
      const whitened = scale(await linalg.solveTriangular(factor, keys), unit);
      const earlier = sequential ? { history, takenOut } : {};
      const found = await ridgeSolution(linalg, { newKeys: whitened, ridge: 1, ...earlier });
      const weights = scale(await linalg.solveTriangular(factor, found.solution, { transpose: true }), unit);
      return { weights, history: sequential ? { ...found.history } : {} };
    },
    nullSpace: () => nullSpaceSolver({ sequential }),
  };
}
