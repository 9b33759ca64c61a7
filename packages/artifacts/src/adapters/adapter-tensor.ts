import type { Matrix } from '@alphaedit/spec';
import { assertStored } from '../stored-values.js';

/** A factor of an adapter in float32. */
export interface AdapterTensor {
  readonly name: string;
  readonly shape: readonly [rows: number, cols: number];
  readonly data: Float32Array;
}

/** @throws {EditError} `export-overflow` where a number does not fit into float32 */
export function adapterTensor(name: string, { rows, cols, data: values }: Matrix): AdapterTensor {
  const data = Float32Array.from(values);
  assertStored(values, data, 'F32', name);
  return { name, shape: [rows, cols], data };
}
