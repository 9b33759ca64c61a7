import { createHash } from 'node:crypto';
import type { EditorState, Matrix } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { decodeState } from './decode-state.js';
import { encodeState } from './encode-state.js';
import { grown, growthSince, marksOf } from './state-growth.js';

const hashOf = (values: Float32Array | Float64Array) =>
  createHash('sha256')
    .update(Buffer.from(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
const matrix = (rows: number, cols: number, at: (i: number, j: number) => number): Matrix => ({
  rows,
  cols,
  data: Float64Array.from({ length: rows * cols }, (_, k) => at(Math.floor(k / cols), k % cols)),
});
const stateOf = (matrices: Record<string, Matrix>): EditorState => ({
  editor: 'e',
  matrices,
  values: { n: 1 },
});
/** Keys side by side, and a triangular factor over them. */
const factors = (n: number): EditorState =>
  stateOf({
    columns: matrix(4, n, (i, j) => Math.sin(i + 3 * j)),
    factor: matrix(n, n, (i, j) => (j > i ? 0 : Math.cos(i * j) || -0)),
    fixed: matrix(2, 2, (i, j) => i - j),
  });

describe('the growth of a state', () => {
  it('is put together to the same bits, and is as small as what is new', () => {
    let before = factors(0);
    let bytes = 0;
    for (const n of [3, 5, 9, 9]) {
      const marks = marksOf(before, hashOf);
      const after = factors(n);
      const growth = new Map(
        [...marks].map(([name, mark]) => [name, growthSince(mark, after.matrices[name]!, hashOf)!] as const),
      );
      for (const [name, grew] of growth) {
        expect(grown(before.matrices[name]!, grew)).toEqual(after.matrices[name]);
      }
      expect(growth.get('factor')).not.toHaveProperty('right');
      const encoded = encodeState(after, growth);
      expect(decodeState(encoded, 'state', before)).toEqual(after);
      expect(() => decodeState(encoded)).toThrowError(expect.objectContaining({ code: 'run-broken' }));
      bytes = encoded.length;
      before = after;
    }
    // Nothing was new in the last.
    expect(bytes).toBeLessThan(encodeState(before).length / 2);
  });

  it('is none of a matrix that was changed, by one bit of a sign, or got smaller', () => {
    const before = matrix(2, 2, (i, j) => i * j);
    const mark = marksOf(stateOf({ before }), hashOf).get('before')!;
    const bigger = (at: (i: number, j: number) => number) =>
      matrix(3, 4, (i, j) => (i < 2 && j < 2 ? at(i, j) : 7));
    expect(
      growthSince(
        mark,
        bigger((i, j) => i * j),
        hashOf,
      ),
    ).toBeDefined();
    expect(
      growthSince(
        mark,
        bigger((i, j) => i * j || -0),
        hashOf,
      ),
    ).toBeUndefined();
    expect(
      growthSince(
        mark,
        matrix(2, 1, () => 0),
        hashOf,
      ),
    ).toBeUndefined();
  });
});
