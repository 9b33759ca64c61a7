import { encodeSafetensors } from '@alphaedit/safetensors';
import type { EditorState } from '@alphaedit/spec';
import { tensorOf } from './encode-deltas.js';
import type { MatrixGrowth } from './state-growth.js';

/**
 * What an editor hands to its next batch, as one safetensors file: matrices as tensors, the rest as metadata.
 *
 * @param growth matrices that only grew round those of the state before, by name: only what is new of them is written,
 * as `name/right` and `name/below`, and reading takes the state before
 */
export function encodeState(
  { editor, matrices, values }: EditorState,
  growth: ReadonlyMap<string, MatrixGrowth> = new Map(),
): Uint8Array {
  const tensors = Object.entries(matrices).flatMap(([name, matrix]) => {
    const grew = growth.get(name);
    if (!grew) return [tensorOf(name, matrix)];
    const { right, below } = grew;
    return [
      ...(right ? [tensorOf(`${name}/right`, right)] : []),
      ...(below.rows > 0 ? [tensorOf(`${name}/below`, below)] : []),
    ];
  });
  // Sorted: a state that was read has its matrices in another order than one that an editor made.
  const shapes = [...growth.keys()]
    .sort()
    .map((name) => [name, [matrices[name]!.rows, matrices[name]!.cols]]);
  return encodeSafetensors(tensors, {
    editor,
    values: JSON.stringify(values),
    ...(growth.size > 0 && { grown: JSON.stringify(Object.fromEntries(shapes)) }),
  });
}
