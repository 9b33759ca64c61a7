import type { EditorSetting } from '@alphaedit/spec';
import { momentFactor } from '../statistics/moment-factor.js';
import { projectorOf } from '../statistics/projector-of.js';
import type { LayerSolver } from './layer-solver.js';
import { ridgeSolution } from './ridge-solution.js';

/**
 * A = C₀⁻¹K (KᵀC₀⁻¹K + εI)⁻¹: ΔK = R is a constraint, and ΔK₀ is as small as it allows. ε keeps the system
 * solvable where keys are nearly dependent.
 *
 * With C₀ = LLᵀ and Q = L⁻¹K this is L⁻ᵀ Q(QᵀQ + εI)⁻¹. (So it is MEMIT's with λ = ε.) In the null space P
 * stands for C₀⁻¹: A = PK (KᵀPK + εI)⁻¹.
 *
 * @see EMMET, arXiv 2403.14236
 */
export function equalitySolver({ ridge }: { readonly ridge: number }): LayerSolver {
  const settings = { equalityRidge: ridgeSetting(ridge) };
  const constrained: LayerSolver = {
    requires: ['projector'],
    settings,
    async solve({ linalg, layer, keys, settings: shared, statistics, editorSettings }) {
      const projector = await projectorOf(statistics, layer, shared);
      const newKeys = await projector.project(keys);
      const { solution } = await ridgeSolution(linalg, {
        newKeys,
        ridge: Number(editorSettings.equalityRidge),
      });
      return { weights: solution, history: {}, warnings: projector.warnings };
    },
    nullSpace: () => constrained,
  };
  return {
    requires: ['secondMoment'],
    settings,
    async solve({ linalg, layer, keys, statistics, editorSettings }) {
      const factor = await momentFactor({ linalg, layer, statistics });
      const newKeys = await linalg.solveTriangular(factor, keys);
      const { solution } = await ridgeSolution(linalg, {
        newKeys,
        ridge: Number(editorSettings.equalityRidge),
      });
      return { weights: await linalg.solveTriangular(factor, solution, { transpose: true }), history: {} };
    },
    nullSpace: () => constrained,
  };
}

const ridgeSetting = (value: number): EditorSetting => ({
  type: 'number',
  default: value,
  above: 0,
  meaning: 'ε, ridge of KᵀC₀⁻¹K: towards 0 the values are met exactly, however large the change',
});
