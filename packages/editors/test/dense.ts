/** Plain float64 matrices as lists of rows, for references that share no code with what they check. */
export type Dense = readonly (readonly number[])[];

export const rowsOf = (m: { rows: number; cols: number; data: ArrayLike<number> }): Dense =>
  Array.from({ length: m.rows }, (_, i) => Array.from({ length: m.cols }, (_, j) => m.data[i * m.cols + j]!));
export const transposed = (a: Dense): Dense => a[0]!.map((_, j) => a.map((row) => row[j]!));
export const times = (a: Dense, b: Dense): Dense =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
export const plus = (...all: readonly Dense[]): Dense =>
  all[0]!.map((row, i) => row.map((_, j) => all.reduce((sum, m) => sum + m[i]![j]!, 0)));
export const scaled = (a: Dense, factor: number): Dense => a.map((row) => row.map((x) => x * factor));
export const eye = (n: number, factor = 1): Dense =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? factor : 0)));
/** K Kᵀ; 0 for no columns. */
export const outer = (k: Dense): Dense =>
  k[0]!.length === 0 ? scaled(eye(k.length), 0) : times(k, transposed(k));

/** A⁻¹B by elimination with pivoting. */
export function solved(a: Dense, b: Dense): Dense {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...b[i]!]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(work[r]![c]!) > Math.abs(work[pivot]![c]!)) pivot = r;
    [work[c], work[pivot]] = [work[pivot]!, work[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = work[r]![c]! / work[c]![c]!;
      if (factor !== 0) for (let j = c; j < work[r]!.length; j++) work[r]![j]! -= factor * work[c]![j]!;
    }
  }
  return work.map((row, i) => row.slice(n).map((x) => x / row[i]!));
}

/** A [m, n] = Σ s u vᵀ by one-sided Jacobi rotations of the rows of Aᵀ; `u` and `v` hold the vectors as rows. */
export function singular(a: Dense): { s: number; u: readonly number[]; v: readonly number[] }[] {
  // Columns of A as rows, with the rotations they went through.
  const columns = transposed(a).map((row) => [...row]);
  const n = columns.length;
  const turned = eye(n).map((row) => [...row]);
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const [x, y] = [columns[p]!, columns[q]!];
        const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
        if (Math.abs(xy) <= 1e-15 * Math.sqrt(xx * yy) || xy === 0) continue;
        off = Math.max(off, Math.abs(xy) / Math.sqrt(xx * yy));
        const zeta = (yy - xx) / (2 * xy);
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const c = 1 / Math.sqrt(1 + t * t);
        for (const pair of [columns, turned]) {
          const [first, second] = [pair[p]!, pair[q]!];
          for (let i = 0; i < first.length; i++) {
            const [one, two] = [first[i]!, second[i]!];
            first[i] = c * one - c * t * two;
            second[i] = c * t * one + c * two;
          }
        }
      }
    }
    if (off < 1e-13) break;
  }
  return columns
    .map((column, j) => {
      const s = Math.sqrt(dot(column, column));
      return { s, u: column.map((x) => (s > 0 ? x / s : 0)), v: turned[j]! };
    })
    .sort((x, y) => y.s - x.s);
}
