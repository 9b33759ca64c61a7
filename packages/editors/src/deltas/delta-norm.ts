import { frobeniusNorm } from '@alphaedit/linalg';
import type { LinearAlgebra, WeightDelta } from '@alphaedit/spec';
import { productNorm } from './product-norm.js';

/** ‖Δ‖ (Frobenius). */
export async function deltaNorm(linalg: LinearAlgebra, delta: WeightDelta): Promise<number> {
  return delta.kind === 'dense' ? frobeniusNorm(delta.value) : productNorm(linalg, delta.left, delta.right);
}
