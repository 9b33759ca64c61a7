import type { LinearAlgebra, Matrix, WeightDelta } from '@alphaedit/spec';

/** How much two edits change one weight, and how far apart the changes are (Frobenius norms). */
export interface ChangeDistance {
  readonly parameter: string;
  /** ‖ΔA‖; 0 where it does not change the weight. */
  readonly first: number;
  /** ‖ΔB‖ */
  readonly second: number;
  /** ‖ΔA − ΔB‖; 0 for the same change. */
  readonly apart: number;
}

/** Rows of ΔW that are in memory at once. */
const ROWS = 256;

/**
 * ‖ΔA‖, ‖ΔB‖ and ‖ΔA − ΔB‖ for each weight that either changes; ΔA [dOut, dIn] is the sum of its deltas. Computed in
 * float64 over bands of rows, so that no change is ever in memory as a whole, and two equal ones are 0 apart.
 */
export async function changeDistances(
  linalg: Pick<LinearAlgebra, 'matmul'>,
  a: readonly WeightDelta[],
  b: readonly WeightDelta[],
): Promise<ChangeDistance[]> {
  const parameters = [...new Set([...a, ...b].map(({ parameter }) => parameter))];
  const distances: ChangeDistance[] = [];
  for (const parameter of parameters) {
    const of = (deltas: readonly WeightDelta[]) => deltas.filter((delta) => delta.parameter === parameter);
    const [mine, theirs] = [of(a), of(b)];
    const { rows, cols } = shapeOf((mine[0] ?? theirs[0])!);
    let [first, second, apart] = [0, 0, 0];
    for (let from = 0; from < rows; from += ROWS) {
      const to = Math.min(rows, from + ROWS);
      const x = await band(linalg, mine, { from, to, cols });
      const y = await band(linalg, theirs, { from, to, cols });
      for (let i = 0; i < x.length; i++) {
        first += x[i]! ** 2;
        second += y[i]! ** 2;
        apart += (x[i]! - y[i]!) ** 2;
      }
    }
    distances.push({
      parameter,
      first: Math.sqrt(first),
      second: Math.sqrt(second),
      apart: Math.sqrt(apart),
    });
  }
  return distances;
}

const shapeOf = (delta: WeightDelta) =>
  delta.kind === 'dense' ? delta.value : { rows: delta.left.rows, cols: delta.right.rows };

/** Rows `from` to `to` of the sum of the deltas. */
async function band(
  linalg: Pick<LinearAlgebra, 'matmul'>,
  deltas: readonly WeightDelta[],
  { from, to, cols }: { readonly from: number; readonly to: number; readonly cols: number },
): Promise<Float64Array> {
  const sum = new Float64Array((to - from) * cols);
  for (const delta of deltas) {
    const part =
      delta.kind === 'dense'
        ? rowsOf(delta.value, from, to)
        : await linalg.matmul(rowsOf(delta.left, from, to), delta.right, { transposeB: true });
    for (let i = 0; i < sum.length; i++) sum[i]! += part.data[i]!;
  }
  return sum;
}

function rowsOf({ cols, data }: Matrix, from: number, to: number): Matrix {
  return { rows: to - from, cols, data: data.subarray(from * cols, to * cols) };
}
