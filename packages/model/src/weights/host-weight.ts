import { toFloat32 } from '@alphaedit/safetensors';
import * as tf from '@tensorflow/tfjs-core';
import { deviceWeight, tensorflowBackend } from './device-weight.js';
import { PACKED_BYTES, type PackedBytes } from './packed-bytes.js';
import type { PackedWeight } from './packed-weight.js';

/** A matrix whose elements stay outside the engine and are handed to it and widened where they are used. */
export function hostWeight(bytes: PackedBytes, shape: readonly [number, number]): PackedWeight {
  const [, columns] = shape;
  const { dtype } = bytes;
  /** Stored rows as a tensor; TensorFlow widens them itself, with all its threads. */
  const tensor = (stored: Uint8Array, rows: number): tf.Tensor2D => {
    const backend = tensorflowBackend();
    if (!backend || dtype === 'F32') return tf.tensor2d(toFloat32(stored, dtype), [rows, columns]);
    const weight = deviceWeight(backend, stored, dtype, [rows, columns]);
    try {
      return weight.widen(0, rows);
    } finally {
      weight.dispose();
    }
  };
  return {
    shape,
    widen: (from, to) => tensor(bytes.read(from * columns, to * columns), to - from),
    gather(indices) {
      const size = columns * PACKED_BYTES[dtype];
      const stored = new Uint8Array(indices.length * size);
      for (const [i, index] of indices.entries())
        stored.set(bytes.read(index * columns, (index + 1) * columns), i * size);
      return tensor(stored, indices.length);
    },
    dispose: () => {},
  };
}
