import { ensure } from '../../conformance-error.js';
import type { EditorBench } from '../editor-bench.js';
import { copyState, sameState } from '../state-copies.js';

/** The state is plain data: matrices, words and numbers that a run folder can hold. */
export async function state(bench: EditorBench): Promise<void> {
  const { state } = await bench.plan();
  const { id } = await bench.editor();
  const hint =
    'State is written to the run folder: { editor, matrices, values } of plain data, nothing else.';
  ensure(state?.editor === id, `The state is signed "${state?.editor}".`, `Sign it with the id, "${id}".`);
  const known = ['editor', 'matrices', 'values'];
  const extra = Object.keys(state).filter((name) => !known.includes(name));
  ensure(extra.length === 0, `The state holds ${extra.join(', ')}.`, hint);
  for (const [name, m] of Object.entries(state.matrices)) {
    const plain =
      (m.data instanceof Float32Array || m.data instanceof Float64Array) &&
      m.data.length === m.rows * m.cols &&
      m.data.every(Number.isFinite);
    ensure(plain, `state.matrices["${name}"] is no matrix of finite numbers.`, hint);
  }
  for (const [name, value] of Object.entries(state.values)) {
    const plain =
      typeof value === 'number' ? Number.isFinite(value) : ['string', 'boolean'].includes(typeof value);
    ensure(plain, `state.values["${name}"] is ${String(value)}.`, hint);
  }
  ensure(
    sameState(state, copyState(state)),
    'The state is not what it was after being written and read.',
    hint,
  );
}
