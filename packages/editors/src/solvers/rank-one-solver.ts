import type { Matrix } from '@alphaedit/spec';
import { isOfficial } from '../settings/compat-setting.js';
import { momentFactor } from '../statistics/moment-factor.js';
import { projectorOf } from '../statistics/projector-of.js';
import type { LayerSolver } from './layer-solver.js';

/**
 * A = C₀⁻¹k̄ / (kᵀC₀⁻¹k̄), one fact at a time: Δk = r exactly, with ΔK₀ as small as that allows.
 *
 * The published code mixes two keys: k̄, the mean over the templates, for the direction, and k = k₀ of the
 * plain prompt for the length. Where they differ much, k₀ᵀC₀⁻¹k̄ nears 0 and one edit ruins the model. R-ROME
 * takes k = k̄ in both places and is the default here; `compat: 'official'` gives the published form.
 *
 * r is the value's delta at the MLP's output, the same as at the block's: what was optimised in all templates
 * holds for the mean of their keys.
 *
 * In the null space P stands for C₀⁻¹ and β keeps the quotient finite: A = Pk̄ / (kᵀPk̄ + β).
 *
 * @see ROME, arXiv 2202.05262, equation 2; R-ROME, arXiv 2403.07175
 */
export function rankOneSolver(): LayerSolver {
  const official = 'the published form, k̄ and k₀ mixed; else R-ROME, k̄ in both places';
  const constrained: LayerSolver = {
    requires: ['projector'],
    official,
    async solve({ layer, plainKeys, meanKeys, settings: shared, statistics, editorSettings }) {
      const projector = await projectorOf(statistics, layer, shared);
      return {
        weights: rankOne(
          await projector.project(meanKeys),
          isOfficial(editorSettings) ? plainKeys : meanKeys,
          shared.L2,
        ),
        history: {},
        warnings: projector.warnings,
      };
    },
    nullSpace: () => constrained,
  };
  return {
    requires: ['secondMoment'],
    official,
    async solve({ linalg, layer, plainKeys, meanKeys, statistics, editorSettings }) {
      const factor = await momentFactor({ linalg, layer, statistics });
      const half = await linalg.solveTriangular(factor, meanKeys);
      const direction = await linalg.solveTriangular(factor, half, { transpose: true });
      return {
        weights: rankOne(direction, isOfficial(editorSettings) ? plainKeys : meanKeys, 0),
        history: {},
      };
    },
    nullSpace: () => constrained,
  };
}

/** direction / (keyᵀ direction + ridge) for the one column there is, [keySize, 1]. */
function rankOne(direction: Matrix<Float64Array>, key: Matrix, ridge: number): Matrix<Float64Array> {
  let product = ridge;
  for (let i = 0; i < key.data.length; i++) product += key.data[i]! * direction.data[i]!;
  return { ...direction, data: direction.data.map((value) => value / product) };
}
