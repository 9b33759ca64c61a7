import type { Matrix } from '@alphaedit/spec';
import { SettingsError } from '@alphaedit/spec';
import type { AdapterFactors } from './adapter-factors.js';

/**
 * The same changes with factors of one rank, zeros where a weight's own is smaller: B A stays what it is.
 *
 * @param ranks that the reader takes, rising; the rank of the widest change where left out
 * @throws {SettingsError} `adapter-too-wide` where none of them holds the widest change
 */
export function paddedFactors(
  factors: readonly AdapterFactors[],
  ranks?: readonly number[],
): AdapterFactors[] {
  const widest = Math.max(...factors.map(({ a }) => a.rows));
  const rank = ranks ? ranks.find((one) => one >= widest) : widest;
  if (rank === undefined) {
    throw new SettingsError({
      code: 'adapter-too-wide',
      message: `The edit has rank ${widest}, and the reader of the adapter takes at most ${ranks!.at(-1)}.`,
      hint: 'Merge it into the checkpoint with `exportEditedCheckpoint(edits, { model, out })`, or give a lower `rank`, which cuts something off.',
      data: { rank: widest, ranks },
    });
  }
  return factors.map(({ a, b, ...rest }) => ({ ...rest, a: withRows(a, rank), b: withCols(b, rank) }));
}

function withRows({ rows: _, cols, data }: Matrix, rows: number): Matrix {
  const padded = new Float64Array(rows * cols);
  padded.set(data);
  return { rows, cols, data: padded };
}

function withCols({ rows, cols: own, data }: Matrix, cols: number): Matrix {
  const padded = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++) padded.set(data.subarray(row * own, (row + 1) * own), row * cols);
  return { rows, cols, data: padded };
}
