import { type ComposableEditor, closedFormEditor, requireStatistics } from '@alphaedit/editors';
import { add, identity } from '@alphaedit/linalg';
import type { Matrix } from '@alphaedit/spec';

/**
 * MEMIT with the diagonal of the second moment: Δ = R Kᵀ (λ diag(C₀) + KKᵀ)⁻¹. What the model knows is then a weight
 * per component of the key, and no d × d matrix is factorised: with D = λ diag(C₀) and n facts it is
 * A = D⁻¹K (I + KᵀD⁻¹K)⁻¹, an n × n system.
 *
 * Settings used: `mom2UpdateWeight` (λ).
 *
 * @throws {StatisticsError} `statistics-missing`
 */
export const diagonalMemit = (): ComposableEditor =>
  closedFormEditor({
    id: 'diagonal-memit',
    sequential: false,
    solver: {
      requires: ['secondMoment'],
      async solve({ linalg, layer, keys, settings, statistics }) {
        const moment = await requireStatistics(statistics).secondMoment(layer);
        const scaled = divideRows(keys, diagonal(moment, settings.mom2UpdateWeight));
        const system = add(identity(keys.cols), await linalg.matmul(keys, scaled, { transposeA: true }));
        // A = D⁻¹K S⁻¹, and S is symmetric: S Aᵀ = (D⁻¹K)ᵀ.
        const inverse = await linalg.solve(system, identity(keys.cols));
        return { weights: await linalg.matmul(scaled, inverse), history: {} };
      },
    },
  });

function diagonal({ rows, cols, data }: Matrix, weight: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => weight * data[i * cols + i]!);
}

/** D⁻¹K */
function divideRows({ rows, cols, data }: Matrix<Float64Array>, by: Float64Array): Matrix<Float64Array> {
  return { rows, cols, data: data.map((value, i) => value / by[Math.floor(i / cols)]!) };
}
