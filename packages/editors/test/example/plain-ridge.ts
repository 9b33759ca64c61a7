import { type ComposableEditor, closedFormEditor, ridgeSolution } from '../../src/index.js';

/**
 * The smallest change that stores all keys so far: Δ = R Kᵀ (K_pK_pᵀ + KKᵀ + βI)⁻¹. It knows nothing of what the
 * model should keep. Settings used: `L2` (β).
 */
export const plainRidge = (): ComposableEditor =>
  closedFormEditor({
    id: 'plain-ridge',
    title: 'Plain ridge: the smallest change that stores all keys so far',
    description: 'Δ = R Kᵀ (K_pK_pᵀ + KKᵀ + βI)⁻¹. It knows nothing of what the model should keep.',
    sequential: true,
    solver: {
      requires: [],
      async solve({ linalg, keys, settings, history, takenOut }) {
        const { solution, history: next } = await ridgeSolution(linalg, {
          newKeys: keys,
          ridge: settings.L2,
          history,
          takenOut,
        });
        return { weights: solution, history: { ...next } };
      },
    },
  });
