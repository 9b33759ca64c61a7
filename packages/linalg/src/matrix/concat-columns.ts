import { LinalgError, type Matrix } from '@alphaedit/spec';
import { zeros } from './zeros.js';

/**
 * Matrices of equal height side by side, [A₁ A₂ …], float64.
 *
 * @throws {LinalgError} `shape-mismatch` when the heights differ
 */
export function concatColumns(parts: readonly Matrix[]): Matrix<Float64Array> {
  const rows = parts[0]?.rows ?? 0;
  const result = zeros(
    rows,
    parts.reduce((sum, part) => sum + part.cols, 0),
  );
  let offset = 0;
  for (const part of parts) {
    if (part.rows !== rows) {
      throw new LinalgError({
        code: 'shape-mismatch',
        message: `Cannot put a matrix of ${part.rows} rows beside one of ${rows}.`,
        hint: 'Give matrices of the same height.',
        data: { rows: parts.map((p) => p.rows) },
      });
    }
    for (let i = 0; i < rows; i++) {
      result.data.set(part.data.subarray(i * part.cols, (i + 1) * part.cols), i * result.cols + offset);
    }
    offset += part.cols;
  }
  return result;
}
