import { type Matrix, seededRandom } from '@alphaedit/spec';

/** Normally distributed numbers from a seed (Box–Muller). */
export function gaussian(seed: number): () => number {
  const next = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Entries between −1 and 1. */
export function randomMatrix(rows: number, cols: number, seed: number): Matrix<Float64Array> {
  const next = seededRandom(seed);
  const data = new Float64Array(rows * cols);
  for (let p = 0; p < data.length; p++) data[p] = 2 * next() - 1;
  return { rows, cols, data };
}

export function randomSymmetric(n: number, seed: number): Matrix<Float64Array> {
  const a = randomMatrix(n, n, seed);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a.data[j * n + i] = a.data[i * n + j]!;
  return a;
}

/** Positive definite with a small condition number: a symmetric matrix made dominant on its diagonal. */
export function randomSpd(n: number, seed: number): Matrix<Float64Array> {
  const a = randomSymmetric(n, seed);
  for (let i = 0; i < n; i++) a.data[i * n + i] = 3 * Math.sqrt(n) + Math.abs(a.data[i * n + i]!);
  return a;
}

/** Lower triangular and well conditioned, with garbage above the diagonal. */
export function randomLower(n: number, seed: number): Matrix<Float64Array> {
  const l = randomMatrix(n, n, seed);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) l.data[i * n + j]! /= Math.sqrt(n);
    l.data[i * n + i] = 2 + Math.abs(l.data[i * n + i]!);
    for (let j = i + 1; j < n; j++) l.data[i * n + j] = 1e9;
  }
  return l;
}

/** Hᵤ · D · Hᵥ [m, n] with reflections Hᵤ, Hᵥ and `values` on the diagonal of D: its singular values by construction. */
export function withSingularValues(
  m: number,
  n: number,
  values: readonly number[],
  seed: number,
): Matrix<Float64Array> {
  const a = { rows: m, cols: n, data: new Float64Array(m * n) };
  values.forEach((value, i) => {
    a.data[i * n + i] = value;
  });
  reflectRows(a, randomMatrix(m, 1, seed).data);
  reflectColumns(a, randomMatrix(n, 1, seed + 1).data);
  return a;
}

/** H · D · H with a reflection H: symmetric, with these eigenvalues by construction. */
export function withEigenvalues(values: readonly number[], seed: number): Matrix<Float64Array> {
  const n = values.length;
  const a = { rows: n, cols: n, data: new Float64Array(n * n) };
  values.forEach((value, i) => {
    a.data[i * n + i] = value;
  });
  const v = randomMatrix(n, 1, seed).data;
  reflectRows(a, v);
  reflectColumns(a, v);
  return a;
}

/** A ← (I − 2vvᵀ/vᵀv) · A */
function reflectRows({ rows, cols, data }: Matrix<Float64Array>, v: Float64Array): void {
  const square = v.reduce((sum, x) => sum + x * x, 0);
  for (let j = 0; j < cols; j++) {
    let along = 0;
    for (let i = 0; i < rows; i++) along += v[i]! * data[i * cols + j]!;
    for (let i = 0; i < rows; i++) data[i * cols + j]! -= (2 * along * v[i]!) / square;
  }
}

/** A ← A · (I − 2vvᵀ/vᵀv) */
function reflectColumns({ rows, cols, data }: Matrix<Float64Array>, v: Float64Array): void {
  const square = v.reduce((sum, x) => sum + x * x, 0);
  for (let i = 0; i < rows; i++) {
    let along = 0;
    for (let j = 0; j < cols; j++) along += v[j]! * data[i * cols + j]!;
    for (let j = 0; j < cols; j++) data[i * cols + j]! -= (2 * along * v[j]!) / square;
  }
}
