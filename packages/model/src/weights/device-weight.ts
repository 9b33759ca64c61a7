import * as tf from '@tensorflow/tfjs-core';
import type { PackedType } from './packed-bytes.js';
import type { PackedWeight } from './packed-weight.js';

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** What this file uses of the addon behind `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu`. */
interface Binding {
  createTensor(
    shape: readonly number[],
    dtype: number,
    values: Float32Array | Uint8Array | Int32Array,
  ): number;
  deleteTensor(id: number): void;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly { readonly id: number; readonly shape: number[]; readonly dtype: number }[];
  readonly TF_UINT8: number;
  readonly TF_INT32: number;
  readonly TF_FLOAT: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
}

interface TensorflowBackend {
  readonly binding: Binding;
  createOutputTensor(metadata: { id: number; shape: number[]; dtype: number }): tf.Tensor;
}

/** `DT_BFLOAT16` and `DT_HALF`, which the addon does not name. */
const TYPES: Readonly<Record<Exclude<PackedType, 'F32'>, number>> = { BF16: 14, F16: 19 };

/** The running TensorFlow backend, or nothing on other engines. */
export function tensorflowBackend(): TensorflowBackend | undefined {
  const backend = tf.backend() as Partial<TensorflowBackend>;
  const native =
    typeof backend.binding?.executeOp === 'function' && typeof backend.createOutputTensor === 'function';
  return native ? (backend as TensorflowBackend) : undefined;
}

/**
 * A matrix kept in 2 bytes an element on TensorFlow's device, which tfjs has no type for: the bytes go up as
 * they are and are reinterpreted there; `Cast` widens what a product needs. Weights are constants, so nothing
 * of this is on the tape.
 *
 * @param bytes all elements in row-major order; not to be written to afterwards
 */
export function deviceWeight(
  backend: TensorflowBackend,
  bytes: Uint8Array,
  dtype: Exclude<PackedType, 'F32'>,
  shape: readonly [number, number],
): PackedWeight {
  const { binding } = backend;
  const { TF_UINT8, TF_INT32, TF_FLOAT, TF_ATTR_TYPE, TF_ATTR_BOOL, TF_ATTR_INT } = binding;
  const type = TYPES[dtype];
  const [, columns] = shape;
  const ofType = (name: string, value: number): Attribute => ({ name, type: TF_ATTR_TYPE, value });

  /** One operation on handles; the inputs in `spent` are freed, also when it throws. */
  const run = (name: string, attributes: readonly Attribute[], inputs: number[], spent: number[]) => {
    try {
      return binding.executeOp(name, attributes, inputs, 1)[0]!;
    } finally {
      for (const id of spent) binding.deleteTensor(id);
    }
  };
  const indices = (values: readonly number[] | Int32Array, dimensions: readonly number[]) =>
    binding.createTensor(dimensions, TF_INT32, Int32Array.from(values));

  const raw = binding.createTensor([...shape, 2], TF_UINT8, bytes);
  const stored = run('Bitcast', [ofType('T', TF_UINT8), ofType('type', type)], [raw], [raw]).id;

  const cast = (id: number, spent: number[]): tf.Tensor2D => {
    const attributes = [
      ofType('SrcT', type),
      ofType('DstT', TF_FLOAT),
      { name: 'Truncate', type: TF_ATTR_BOOL, value: false },
    ];
    return backend.createOutputTensor(run('Cast', attributes, [id], spent)) as tf.Tensor2D;
  };

  return {
    shape,
    widen(from, to) {
      if (from === 0 && to === shape[0]) return cast(stored, []);
      const begin = indices([from, 0], [2]);
      const size = indices([to - from, columns], [2]);
      const attributes = [ofType('T', type), ofType('Index', TF_INT32)];
      const { id } = run('Slice', attributes, [stored, begin, size], [begin, size]);
      return cast(id, [id]);
    },
    gather(rows) {
      const which = indices(rows, [rows.length]);
      const axis = indices([0], []);
      const attributes = [
        ofType('Tparams', type),
        ofType('Tindices', TF_INT32),
        ofType('Taxis', TF_INT32),
        { name: 'batch_dims', type: TF_ATTR_INT, value: 0 },
      ];
      const { id } = run('GatherV2', attributes, [stored, which, axis], [which, axis]);
      return cast(id, [id]);
    },
    dispose: () => binding.deleteTensor(stored),
  };
}
