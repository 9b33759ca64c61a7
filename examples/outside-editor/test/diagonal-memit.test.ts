import { editorConformance } from '@alphaedit/conformance/vitest';
import { diagonalMemit } from '../src/index.js';

editorConformance(diagonalMemit, {
  // Δ = R Kᵀ (λ diag(C₀) + KKᵀ)⁻¹, formed and solved in full.
  async reference({ linalg, keys, residual, secondMoment, settings }) {
    const bracket = await linalg.matmul(keys, keys, { transposeB: true });
    for (let i = 0; i < bracket.rows; i++) {
      const at = i * bracket.cols + i;
      bracket.data[at] = bracket.data[at]! + settings.mom2UpdateWeight * secondMoment.data[at]!;
    }
    return linalg.matmul(residual, await linalg.solve(bracket, keys), { transposeB: true });
  },
});
