import type { Matrix, WeightDelta } from '@alphaedit/spec';

/** Δ [dOut, dIn] in full, in float64. */
export function denseDelta(delta: WeightDelta): Matrix<Float64Array> {
  if (delta.kind === 'dense') {
    const { rows, cols, data } = delta.value;
    return { rows, cols, data: Float64Array.from(data) };
  }
  const { left, right } = delta;
  const data = new Float64Array(left.rows * right.rows);
  for (let i = 0; i < left.rows; i++) {
    for (let j = 0; j < right.rows; j++) {
      let sum = 0;
      for (let k = 0; k < left.cols; k++) {
        sum += left.data[i * left.cols + k]! * right.data[j * right.cols + k]!;
      }
      data[i * right.rows + j] = sum;
    }
  }
  return { rows: left.rows, cols: right.rows, data };
}

/** The matrices a change is made of. */
export const factorsOf = (delta: WeightDelta): readonly Matrix[] =>
  delta.kind === 'dense' ? [delta.value] : [delta.left, delta.right];
