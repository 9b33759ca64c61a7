import { editorConformance } from '@alphaedit/conformance/vitest';
import { add, identity, scale } from '@alphaedit/linalg';
import { plainRidge } from './plain-ridge.js';

editorConformance(plainRidge, {
  // A = (K_pK_pᵀ + KKᵀ + βI)⁻¹ K, formed and solved in full; Δ = R · Aᵀ
  async reference({ linalg, keys, earlierKeys, residual, settings }) {
    const gram = (k: typeof keys) => linalg.matmul(k, k, { transposeB: true });
    const bracket = add(
      add(await gram(keys), await gram(earlierKeys)),
      scale(identity(keys.rows), settings.L2),
    );
    return linalg.matmul(residual, await linalg.solve(bracket, keys), { transposeB: true });
  },
});
