import type { EditorState, WeightDelta } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { decodeDeltas } from './decode-deltas.js';
import { decodeState } from './decode-state.js';
import { encodeDeltas } from './encode-deltas.js';
import { encodeState } from './encode-state.js';

const matrix = (rows: number, cols: number, data: Float64Array | Float32Array) => ({ rows, cols, data });

/** Values that text or a narrower type would change. */
const odd = [0.1, -0, 1e-308, Number.MIN_VALUE, 1 / 3, -(2 ** 53)];
const deltas: WeightDelta[] = [
  {
    kind: 'low-rank',
    parameter: 'b.weight',
    orientation: 'in-out',
    left: matrix(3, 2, Float64Array.from(odd)),
    right: matrix(2, 2, Float64Array.of(1, 2, 3, 4)),
    byFact: true,
  },
  {
    kind: 'dense',
    parameter: 'a.weight',
    orientation: 'out-in',
    value: matrix(2, 3, Float32Array.from(odd)),
  },
  {
    kind: 'low-rank',
    parameter: 'b.weight',
    orientation: 'in-out',
    left: matrix(3, 0, new Float64Array(0)),
    right: matrix(2, 0, new Float64Array(0)),
  },
];

describe('encodeDeltas', () => {
  it('keeps order, precision and every bit', () => {
    const back = decodeDeltas(encodeDeltas(deltas));
    expect(back).toEqual(deltas);
    const bits = (delta: WeightDelta) => {
      const { data } = delta.kind === 'dense' ? delta.value : delta.left;
      return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    };
    for (const [i, delta] of deltas.entries()) expect(bits(back[i]!)).toEqual(bits(delta));
  });

  it('refuses a file that does not say what it changes, or lacks a factor', () => {
    const state = encodeState({ editor: 'e', matrices: {}, values: {} });
    expect(() => decodeDeltas(state, 'f')).toThrowError(
      expect.objectContaining({ code: 'run-broken', data: { file: 'f' } }),
    );
    const text = new TextDecoder('latin1').decode(encodeDeltas(deltas)).replace('"0.left"', '"0.lost"');
    const lost = Uint8Array.from(text, (c) => c.charCodeAt(0));
    expect(() => decodeDeltas(lost)).toThrowError(expect.objectContaining({ code: 'run-broken' }));
  });
});

describe('encodeState', () => {
  it('comes back as it was', () => {
    const state: EditorState = {
      editor: 'alphaedit',
      matrices: { 'layer.1.keys': matrix(2, 3, Float64Array.from(odd)) },
      values: { facts: 3, note: 'a "b"', done: true },
    };
    expect(decodeState(encodeState(state))).toEqual(state);
  });

  it('refuses values that are not plain', () => {
    const bytes = encodeDeltas(deltas);
    expect(() => decodeState(bytes)).toThrowError(expect.objectContaining({ code: 'run-broken' }));
  });
});
