import type { EditorState, Matrix } from '@alphaedit/spec';
import { sameBits } from '../same-bits.js';

/** A state as it is after being written to JSON and read back, numbers bit for bit. */
export function copyState(state: EditorState): EditorState {
  const matrices = Object.entries(state.matrices).map(([name, m]) => [name, packed(m)] as const);
  const { editor, values, list } = JSON.parse(
    JSON.stringify({ editor: state.editor, values: state.values, list: matrices }),
  ) as Pick<EditorState, 'editor' | 'values'> & { list: [string, Packed][] };
  return { editor, values, matrices: Object.fromEntries(list.map(([name, m]) => [name, unpacked(m)])) };
}

interface Packed {
  readonly rows: number;
  readonly cols: number;
  readonly type: 'f32' | 'f64';
  /** Bit patterns, four bytes each. */
  readonly words: readonly number[];
}

function packed({ rows, cols, data }: Matrix): Packed {
  const bytes = data.slice();
  return {
    rows,
    cols,
    type: data instanceof Float32Array ? 'f32' : 'f64',
    words: [...new Uint32Array(bytes.buffer, 0, bytes.byteLength / 4)],
  };
}

function unpacked({ rows, cols, type, words }: Packed): Matrix {
  const { buffer } = Uint32Array.from(words);
  return { rows, cols, data: type === 'f32' ? new Float32Array(buffer) : new Float64Array(buffer) };
}

export function sameState(a: EditorState, b: EditorState): boolean {
  const names = Object.keys(a.matrices);
  return (
    JSON.stringify([a.editor, a.values]) === JSON.stringify([b.editor, b.values]) &&
    names.length === Object.keys(b.matrices).length &&
    names.every((name) => b.matrices[name] && sameBits(a.matrices[name]!, b.matrices[name]))
  );
}
