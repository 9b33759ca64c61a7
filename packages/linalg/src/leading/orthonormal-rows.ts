import type { Matrix } from '@alphaedit/spec';

/** Part of a row's length that may be left of it by rounding alone. */
const NOTHING_LEFT = 1e-13;

/**
 * Makes rows orthonormal in place, by Gram–Schmidt twice over: A = L Q with L lower triangular. A row that is spanned by
 * those before it, or is zero beside the longest, has a 0 on the diagonal of L and is `dependent`; it is left as zeros.
 *
 * @param second rows to be put in the place of dependent ones, and made orthonormal to the others
 */
export function orthonormalRows(
  { rows, cols, data }: Matrix<Float64Array>,
  second?: { readonly replace: readonly number[]; readonly by: Matrix<Float64Array> },
): { readonly factor: Float64Array; readonly dependent: readonly number[] } {
  const factor = new Float64Array(rows * rows);
  const dependent: number[] = [];
  const row = (i: number) => data.subarray(i * cols, (i + 1) * cols);
  const longest = Math.max(...Array.from({ length: rows }, (_, i) => norm(row(i))));
  const order = second?.replace ?? Array.from({ length: rows }, (_, i) => i);
  for (const [at, i] of order.entries()) {
    const x = row(i);
    if (second) x.set(second.by.data.subarray(at * cols, (at + 1) * cols));
    const before = second ? norm(x) : longest;
    const others = second ? [...Array(rows).keys()].filter((k) => !order.includes(k) || k < i) : range(i);
    for (let pass = 0; pass < 2; pass++) {
      for (const k of others) {
        const along = dot(row(k), x);
        factor[i * rows + k]! += along;
        subtract(x, along, row(k));
      }
    }
    const left = norm(x);
    if (left <= NOTHING_LEFT * before) {
      x.fill(0);
      dependent.push(i);
      continue;
    }
    factor[i * rows + i] = left;
    for (let j = 0; j < cols; j++) x[j]! /= left;
  }
  return { factor, dependent };
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(x: Float64Array, factor: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i]! -= factor * y[i]!;
}

const norm = (x: Float64Array) => Math.sqrt(dot(x, x));
