import type { ReferenceProblem } from '@alphaedit/conformance';
import { add, scale } from '@alphaedit/linalg';
import type { Matrix } from '@alphaedit/spec';

/** MEMIT as it is printed, with the history where there is one: Δ = R Kᵀ (λC₀ + K_pK_pᵀ + KKᵀ)⁻¹. */
export async function ridgeReference(problem: ReferenceProblem): Promise<Matrix> {
  const { linalg, keys, earlierKeys, residual, secondMoment, settings } = problem;
  const gram = (k: Matrix) => linalg.matmul(k, k, { transposeB: true });
  const bracket = add(
    add(scale(secondMoment, settings.mom2UpdateWeight), await gram(earlierKeys)),
    await gram(keys),
  );
  return linalg.matmul(residual, await linalg.solve(bracket, keys), { transposeB: true });
}
