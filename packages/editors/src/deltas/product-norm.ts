import type { LinearAlgebra, Matrix } from '@alphaedit/spec';

/** ‖left · rightᵀ‖ (Frobenius) without forming it: √tr((leftᵀleft)(rightᵀright)). */
export async function productNorm(linalg: LinearAlgebra, left: Matrix, right: Matrix): Promise<number> {
  const a = await linalg.matmul(left, left, { transposeA: true });
  const b = await linalg.matmul(right, right, { transposeA: true });
  let trace = 0;
  for (let i = 0; i < a.data.length; i++) trace += a.data[i]! * b.data[i]!;
  return Math.sqrt(Math.max(0, trace));
}
