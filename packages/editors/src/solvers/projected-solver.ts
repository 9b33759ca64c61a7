import { projectorOf } from '../statistics/projector-of.js';
import type { LayerSolver } from './layer-solver.js';

/** A ← PA, and with it Δ = R·Aᵀ ← ΔP: the null-space constraint for any closed form. */
export function projectedSolver(solver: LayerSolver): LayerSolver {
  const projected: LayerSolver = {
    ...solver,
    requires: [...new Set([...solver.requires, 'projector' as const])],
    async solve(problem) {
      const projector = await projectorOf(problem.statistics, problem.layer, problem.settings);
      const solution = await solver.solve(problem);
      return {
        ...solution,
        weights: await projector.project(solution.weights),
        warnings: [...(solution.warnings ?? []), ...projector.warnings],
      };
    },
    nullSpace: () => projected,
  };
  return projected;
}
