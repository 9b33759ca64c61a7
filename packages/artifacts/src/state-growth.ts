import type { EditorState, Matrix } from '@alphaedit/spec';

/** A matrix as a batch left it, without its values: what tells whether the next one only grew round it. */
export interface MatrixMark {
  readonly rows: number;
  readonly cols: number;
  /** Hash of its values. */
  readonly hash: string;
}

/** What is new of a matrix that grew: [A B; C] with A as it was. */
export interface MatrixGrowth {
  /** B, the columns beside A; nothing where they are all 0, as in a triangular factor. */
  readonly right?: Matrix;
  /** C, the rows below, over the whole width. */
  readonly below: Matrix;
}

type Values = Matrix['data'];
type HashOf = (values: Values) => string;

/** The marks of a state's matrices. */
export const marksOf = ({ matrices }: EditorState, hashOf: HashOf): ReadonlyMap<string, MatrixMark> =>
  new Map(
    Object.entries(matrices).map(([name, { rows, cols, data }]) => [
      name,
      { rows, cols, hash: hashOf(data) },
    ]),
  );

/** What is new of a matrix since it was marked; nothing where what was there has changed too. */
export function growthSince(
  { rows, cols, hash }: MatrixMark,
  matrix: Matrix,
  hashOf: HashOf,
): MatrixGrowth | undefined {
  if (matrix.rows < rows || matrix.cols < cols) return undefined;
  if (hashOf(block(matrix, 0, rows, 0, cols).data) !== hash) return undefined;
  const right = block(matrix, 0, rows, cols, matrix.cols);
  const below = block(matrix, rows, matrix.rows, 0, matrix.cols);
  return right.data.some((x) => !Object.is(x, 0)) ? { right, below } : { below };
}

/** The matrix that grew, from what it was and what was new. */
export function grown(before: Matrix, { right, below }: MatrixGrowth): Matrix {
  const rows = before.rows + below.rows;
  const { cols } = below;
  const data =
    before.data instanceof Float64Array ? new Float64Array(rows * cols) : new Float32Array(rows * cols);
  for (let i = 0; i < before.rows; i++) {
    data.set(before.data.subarray(i * before.cols, (i + 1) * before.cols), i * cols);
    if (right) data.set(right.data.subarray(i * right.cols, (i + 1) * right.cols), i * cols + before.cols);
  }
  data.set(below.data, before.rows * cols);
  return { rows, cols, data } as Matrix;
}

/** Rows and columns from `top` and `left` up to, not including, `bottom` and `end`. */
function block({ cols, data }: Matrix, top: number, bottom: number, left: number, end: number): Matrix {
  const [rows, width] = [bottom - top, end - left];
  const values =
    data instanceof Float64Array ? new Float64Array(rows * width) : new Float32Array(rows * width);
  for (let i = 0; i < rows; i++) {
    const from = (top + i) * cols;
    values.set(data.subarray(from + left, from + end), i * width);
  }
  return { rows, cols: width, data: values } as Matrix;
}
