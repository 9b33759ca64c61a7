import type { EditorSetting } from '@alphaedit/spec';
import { momentFactor } from '../statistics/moment-factor.js';
import { projectorOf } from '../statistics/projector-of.js';
import type { LayerSolver } from './layer-solver.js';
import { ridgeSolution } from './ridge-solution.js';

/** Which terms stand in the bracket beside the keys of the batch. */
export interface NullSpaceSolverOptions {
  /** Keep the keys of earlier batches in the bracket. */
  readonly sequential: boolean;
  /** λ₁, default of the setting `covarianceWeight`; without it there is no such setting and no such term. */
  readonly covarianceWeight?: number;
}

/**
 * A = (P(λ₁C₀ + K_pK_pᵀ + KKᵀ) + βI)⁻¹ P K.
 *
 * P is symmetric and idempotent, so the columns of A lie in its range and P(KKᵀ)A = (PK)(PK)ᵀA. Without λ₁:
 * Q = P[K_p, K], A = Q(QᵀQ + βI)⁻¹E. With it: P is spanned by eigenvectors of C₀ and commutes with it, so
 * that with LLᵀ = λ₁C₀ + βI and Q = L⁻¹P[K_p, K] this is P L⁻ᵀ Q(QᵀQ + I)⁻¹E.
 *
 * History per layer: Q and the Cholesky factor that grows with it (`ridgeSolution`).
 *
 * @see AlphaEdit, arXiv 2410.02355, equation 14; BetaEdit, arXiv 2605.09285
 */
export function nullSpaceSolver({ sequential, covarianceWeight }: NullSpaceSolverOptions): LayerSolver {
  const covariance = covarianceWeight !== undefined;
  const solver: LayerSolver = {
    requires: covariance ? ['projector', 'secondMoment'] : ['projector'],
    settings: covariance ? { covarianceWeight: covarianceSetting(covarianceWeight) } : {},
    async solve({ linalg, layer, keys, settings, editorSettings, statistics, history, takenOut }) {
      const projector = await projectorOf(statistics, layer, settings);
      const projected = await projector.project(keys);
      const earlier = sequential ? { history, takenOut } : {};
      const weight = covariance ? Number(editorSettings.covarianceWeight) : 0;
      const kept = (next: object) => (sequential ? { ...next } : {});
      if (weight === 0) {
        const found = await ridgeSolution(linalg, { newKeys: projected, ridge: settings.L2, ...earlier });
        return { weights: found.solution, history: kept(found.history), warnings: projector.warnings };
      }
      const factor = await momentFactor({ linalg, layer, statistics, weight, ridge: settings.L2 });
      const whitened = await linalg.solveTriangular(factor, projected);
      const found = await ridgeSolution(linalg, { newKeys: whitened, ridge: 1, ...earlier });
      const whole = await linalg.solveTriangular(factor, found.solution, { transpose: true });
      return {
        weights: await projector.project(whole),
        history: kept(found.history),
        warnings: projector.warnings,
      };
    },
    nullSpace: () => solver,
  };
  return solver;
}

const covarianceSetting = (value: number): EditorSetting => ({
  type: 'number',
  default: value,
  minimum: 0,
  meaning: 'λ₁, weight of C₀ inside the bracket; 0 for plain AlphaEdit',
});
