import { toFloat64 } from '@alphaedit/linalg';
import type { LinearAlgebra, LowRankDelta, Matrix } from '@alphaedit/spec';

/**
 * ‖ΔK‖²_F / m = tr(Δ C Δᵀ) for keys K [d, m] known by their second moment C = KKᵀ/m: the mean squared length
 * of what a change adds to the outputs at these keys. Δ = left · rightᵀ is not formed:
 * tr((leftᵀ left)(rightᵀ C right)).
 */
export async function addedPower(linalg: LinearAlgebra, delta: LowRankDelta, c: Matrix): Promise<number> {
  const seen = await linalg.matmul(c, delta.right); // [d, r]
  const inner = await linalg.matmul(delta.right, seen, { transposeA: true }); // [r, r]
  const outer = await linalg.matmul(delta.left, delta.left, { transposeA: true }); // [r, r]
  return traceOfProduct(outer, inner);
}

/** tr(W C Wᵀ): the mean squared length of the outputs W gives at keys of second moment C. */
export async function outputPower(linalg: LinearAlgebra, weight: Matrix, c: Matrix): Promise<number> {
  const seen = await linalg.matmul(toFloat64(weight), c); // [dOut, d]
  let sum = 0;
  for (let i = 0; i < seen.data.length; i++) sum += seen.data[i]! * weight.data[i]!;
  return sum;
}

/** ‖Δ‖_F of a change in factors. */
export async function deltaNorm(linalg: LinearAlgebra, { left, right }: LowRankDelta): Promise<number> {
  const a = await linalg.matmul(left, left, { transposeA: true });
  const b = await linalg.matmul(right, right, { transposeA: true });
  return Math.sqrt(Math.max(0, traceOfProduct(a, b)));
}

/** C restricted to the directions from `from` on in ascending order of eigenvalue: U Λ Uᵀ over those. */
export async function restricted(
  linalg: LinearAlgebra,
  { values, vectors }: { readonly values: Float64Array; readonly vectors: Matrix<Float64Array> },
  from: number,
): Promise<Matrix<Float64Array>> {
  const [d, width] = [values.length, values.length - from];
  const scaled = new Float64Array(d * width);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < width; j++) {
      scaled[i * width + j] = vectors.data[i * d + from + j]! * Math.sqrt(Math.max(0, values[from + j]!));
    }
  }
  const half = { rows: d, cols: width, data: scaled };
  return linalg.matmul(half, half, { transposeB: true });
}

/** tr(A · B) of symmetric A, B. */
function traceOfProduct(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += a.data[i]! * b.data[i]!;
  return sum;
}
