import type { FloatArray, Matrix } from '@alphaedit/spec';

/** Columns of A by their numbers, in the order asked for: [m, n] → [m, k], copied, same precision. */
export function pickColumns<T extends FloatArray>(a: Matrix<T>, chosen: readonly number[]): Matrix<T> {
  const cols = chosen.length;
  const data = new (a.data.constructor as new (length: number) => T)(a.rows * cols);
  for (let r = 0; r < a.rows; r++) {
    for (const [k, c] of chosen.entries()) data[r * cols + k] = a.data[r * a.cols + c]!;
  }
  return { rows: a.rows, cols, data };
}
