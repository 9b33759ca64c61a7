import {
  bfloat16ToFloat32,
  type DType,
  float16ToFloat32,
  float32ToBFloat16,
  float32ToFloat16,
  type TensorArray,
} from '@alphaedit/safetensors';
import { EditError, type FloatArray } from '@alphaedit/spec';

/** Values in an element type, and what a reader makes of them. */
interface StoredValues {
  readonly data: TensorArray;
  /** As float32, after rounding to the type. */
  readonly back: Float32Array;
}

/**
 * An edited weight in the element type it is stored in.
 *
 * @throws {EditError} `export-dtype` for a type that is not a float of 16 bits or more
 */
export function storedValues(values: Float32Array, dtype: DType, name: string): StoredValues {
  if (dtype === 'F32') return { data: values, back: values };
  if (dtype === 'F64') return { data: Float64Array.from(values), back: values };
  if (dtype === 'BF16') {
    const data = float32ToBFloat16(values);
    return { data, back: bfloat16ToFloat32(data) };
  }
  if (dtype === 'F16') {
    const data = float32ToFloat16(values);
    return { data, back: float16ToFloat32(data) };
  }
  throw new EditError({
    code: 'export-dtype',
    message: `Tensor "${name}" is stored as ${dtype}, which cannot hold an edited weight.`,
    hint: 'Export from a checkpoint in float32, bfloat16 or float16, or an adapter with `exportAdapter(edits, { model, out })`.',
    data: { tensor: name, dtype },
  });
}

/** What to do about an edit no number format can hold. */
const EDIT_AGAIN = 'Edit again with a lower zLearningRate or clampNormFactor, or a higher L2.';
const OTHER_DTYPE =
  "Store the edited weights with `dtype: 'float32'` or `dtype: 'bfloat16'`, and measure the model first: weights of this size have seldom kept what it knew.";

/**
 * @param values what is to be stored; `back`, what a reader makes of it
 * @throws {EditError} `export-overflow` where a number became infinite, or is none
 */
export function assertStored(values: FloatArray, back: Float32Array, dtype: string, name: string): void {
  let count = 0;
  let largest = 0;
  for (let i = 0; i < back.length; i++) {
    if (Number.isFinite(back[i]!)) continue;
    count++;
    largest = Math.max(largest, Math.abs(values[i]!));
  }
  if (count === 0) return;
  throw new EditError({
    code: 'export-overflow',
    message: `${count} of ${back.length} numbers of tensor "${name}" are too large for ${dtype}: the largest is ${largest.toPrecision(4)}.`,
    hint: dtype === 'F16' && Number.isFinite(largest) ? OTHER_DTYPE : EDIT_AGAIN,
    data: { tensor: name, dtype, count, largest },
  });
}

/** ‖stored − W′‖ / ‖W′ − W‖ (Frobenius): the part of a change that goes in rounding. */
export function roundedShare(before: Float32Array, edited: Float32Array, back: Float32Array): number {
  let lost = 0;
  let change = 0;
  for (let i = 0; i < edited.length; i++) {
    lost += (back[i]! - edited[i]!) ** 2;
    change += (edited[i]! - before[i]!) ** 2;
  }
  return change === 0 ? 0 : Math.sqrt(lost / change);
}
