import { encodeSafetensors, type TensorData } from '@alphaedit/safetensors';
import type { Matrix, WeightDelta } from '@alphaedit/spec';

/**
 * Deltas as a safetensors file, in order and in the precision they are held in: applied after decoding they
 * give the same weights, bit for bit.
 *
 * Tensors of delta i: `i.left` [dOut, r] and `i.right` [dIn, r], or `i.value` [dOut, dIn]; what they change
 * stands in the metadata, beside what is given as `metadata`.
 */
export function encodeDeltas(
  deltas: readonly WeightDelta[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const tensors = deltas.flatMap((delta, i) =>
    delta.kind === 'dense'
      ? [tensorOf(`${i}.value`, delta.value)]
      : [tensorOf(`${i}.left`, delta.left), tensorOf(`${i}.right`, delta.right)],
  );
  const index = deltas.map(({ kind, parameter, orientation, ...delta }) => ({
    kind,
    parameter,
    orientation,
    ...('byFact' in delta && delta.byFact ? { byFact: true } : {}),
  }));
  return encodeSafetensors(tensors, { ...metadata, deltas: JSON.stringify(index) });
}

/** A matrix as it is: float32 stays float32. */
export function tensorOf(name: string, { rows, cols, data }: Matrix): TensorData {
  return { name, shape: [rows, cols], data };
}
