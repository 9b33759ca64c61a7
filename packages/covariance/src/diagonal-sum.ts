import type { Matrix } from '@alphaedit/spec';

/** Sum of the diagonal of a square matrix. */
export function diagonalSum({ rows, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * rows + i]!;
  return sum;
}
