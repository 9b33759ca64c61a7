import { describe, expect, it } from 'vitest';
import { randomMatrix } from '../../test/random.js';
import {
  add,
  columns,
  concatColumns,
  concatFactors,
  createPortableLinearAlgebra,
  type Factors,
  frobeniusNorm,
  fromRows,
  identity,
  matrix,
  pickColumns,
  scale,
  subtract,
  toFloat32,
  toFloat64,
  transpose,
  zeros,
} from '../index.js';

const shapeMismatch = expect.objectContaining({ code: 'shape-mismatch' });

describe('matrix helpers', () => {
  it('make matrices', () => {
    const data = new Float32Array([1, 2, 3, 4, 5, 6]);
    expect(matrix(2, 3, data).data).toBe(data);
    expect(matrix(1, 2, [1, 2]).data).toEqual(Float64Array.of(1, 2));
    expect(fromRows([[1, 2], Float32Array.of(3, 4)])).toEqual(matrix(2, 2, [1, 2, 3, 4]));
    expect(fromRows([])).toEqual(zeros(0, 0));
    expect(identity(2, 3)).toEqual(
      fromRows([
        [3, 0],
        [0, 3],
      ]),
    );
    expect(() => matrix(2, 2, [1, 2, 3])).toThrow(shapeMismatch);
    expect(() => fromRows([[1, 2], [3]])).toThrow(shapeMismatch);
  });

  it('transpose any shape and keep the precision', () => {
    for (const [m, n] of [
      [1, 1],
      [3, 70],
      [70, 3],
      [33, 65],
      [0, 4],
    ] as const) {
      const a = randomMatrix(m, n, 1);
      const t = transpose(toFloat32(a));
      expect(t.data).toBeInstanceOf(Float32Array);
      expect([t.rows, t.cols]).toEqual([n, m]);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) expect(t.data[j * m + i]).toBe(Math.fround(a.data[i * n + j]!));
      }
    }
  });

  it('take columns apart and put them together again', () => {
    const a = randomMatrix(5, 7, 2);
    expect(concatColumns([columns(a, 0, 2), columns(a, 2, 2), columns(a, 2, 7)])).toEqual(a);
    expect(
      columns(
        fromRows([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        1,
        3,
      ),
    ).toEqual(
      fromRows([
        [2, 3],
        [5, 6],
      ]),
    );
    expect(concatColumns([])).toEqual(zeros(0, 0));
    expect(() => columns(a, 3, 8)).toThrow(shapeMismatch);
    expect(() => columns(a, 3, 2)).toThrow(shapeMismatch);
    expect(() => concatColumns([a, zeros(4, 1)])).toThrow(shapeMismatch);
  });

  it('add, subtract and scale in float64', () => {
    const a = toFloat32(fromRows([[1, 2]]));
    expect(add(a, fromRows([[1e-9, 1]]))).toEqual(fromRows([[1 + 1e-9, 3]]));
    expect(subtract(a, fromRows([[1, 1]]))).toEqual(fromRows([[0, 1]]));
    expect(scale(a, -2)).toEqual(fromRows([[-2, -4]]));
    expect(() => add(a, zeros(2, 1))).toThrow(shapeMismatch);
    expect(() => subtract(a, zeros(1, 3))).toThrow(shapeMismatch);
  });

  it('convert without copying where nothing changes', () => {
    const a = randomMatrix(2, 2, 3);
    expect(toFloat64(a).data).toBe(a.data);
    const single = toFloat32(a);
    expect(toFloat32(single).data).toBe(single.data);
    expect(toFloat64(single).data).toEqual(Float64Array.from(single.data));
  });

  it('measure without over- or underflow', () => {
    expect(
      frobeniusNorm(
        fromRows([
          [3, 0],
          [0, 4],
        ]),
      ),
    ).toBe(5);
    expect(frobeniusNorm(fromRows([[3e300, 4e300]]))).toBe(5e300);
    expect(frobeniusNorm(fromRows([[3e-300, 4e-300]])) / 5e-300).toBeCloseTo(1, 14);
    expect(frobeniusNorm(zeros(2, 2))).toBe(0);
    expect(frobeniusNorm(fromRows([[1, Number.NaN]]))).toBeNaN();
    expect(frobeniusNorm(fromRows([[1, Number.NEGATIVE_INFINITY]]))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('columns and factors', () => {
  it('are picked in the order asked for, in their precision', () => {
    const a = toFloat32(
      fromRows([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    );
    expect(pickColumns(a, [2, 0])).toEqual(matrix(2, 2, Float32Array.of(3, 1, 6, 4)));
    expect(pickColumns(a, [])).toEqual(matrix(2, 0, new Float32Array(0)));
  });

  it('of several products make one that is their sum', async () => {
    const linalg = createPortableLinearAlgebra();
    const product = ({ left, right }: Factors) => linalg.matmul(left, right, { transposeB: true });
    const parts = [1, 2].map((r) => ({ left: randomMatrix(3, r, r), right: randomMatrix(4, r, 10 + r) }));
    const sum = add(await product(parts[0]!), await product(parts[1]!));
    const one = await product(concatFactors(parts));
    // Three terms an entry, of at most 1, rounded in another order.
    for (const [i, value] of one.data.entries()) expect(Math.abs(value - sum.data[i]!)).toBeLessThan(1e-14);
  });
});
