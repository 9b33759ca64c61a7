import { toFloat32 } from '@alphaedit/safetensors';
import * as tf from '@tensorflow/tfjs-core';
import type { PackedBytes } from './packed-bytes.js';
import type { PackedWeight } from './packed-weight.js';

/** A matrix whose elements stay outside the engine and are widened and handed to it where they are used. */
export function hostWeight(bytes: PackedBytes, shape: readonly [number, number]): PackedWeight {
  const [, columns] = shape;
  const rows = (from: number, to: number): Float32Array =>
    toFloat32(bytes.read(from * columns, to * columns), bytes.dtype);
  return {
    shape,
    widen: (from, to) => tf.tensor2d(rows(from, to), [to - from, columns]),
    gather(indices) {
      const values = new Float32Array(indices.length * columns);
      for (const [i, index] of indices.entries()) values.set(rows(index, index + 1), i * columns);
      return tf.tensor2d(values, [indices.length, columns]);
    },
    dispose: () => {},
  };
}
