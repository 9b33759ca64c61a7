import type { Matrix } from '@alphaedit/spec';
import { CheckpointError } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import type { PackedWeight } from './packed-weight.js';

/** A low-rank or dense change added to a weight for a while, on the device. */
export type Overlay =
  | { readonly kind: 'low-rank'; readonly right: tf.Tensor2D; readonly leftT: tf.Tensor2D }
  | { readonly kind: 'dense'; readonly valueT: tf.Tensor2D };

/** Weights on the device by checkpoint name, with the temporary changes lying over them. */
export class WeightStore {
  readonly #tensors = new Map<string, tf.Tensor>();
  readonly #packed = new Map<string, PackedWeight>();
  readonly #overlays = new Map<string, Overlay[]>();

  /** Takes ownership of `tensor`, disposing of what it replaces. */
  set(name: string, tensor: tf.Tensor): void {
    this.#free(name);
    this.#tensors.set(name, tf.keep(tensor));
  }

  /** Takes ownership of a matrix that is kept in fewer bytes, disposing of what it replaces. */
  setPacked(name: string, weight: PackedWeight): void {
    this.#free(name);
    this.#packed.set(name, weight);
  }

  /** A matrix that is kept in fewer bytes; `undefined` for one in float32. */
  packed(name: string): PackedWeight | undefined {
    return this.#packed.get(name);
  }

  /** A float32 matrix on the device, owned by the store. */
  matrix(name: string): tf.Tensor2D {
    return this.#get(name) as tf.Tensor2D;
  }

  vector(name: string): tf.Tensor1D {
    return this.#get(name) as tf.Tensor1D;
  }

  /** Rows of a matrix by their numbers; the caller disposes of them. */
  rows(name: string, indices: Int32Array): tf.Tensor2D {
    const packed = this.#packed.get(name);
    if (packed) return packed.gather(indices);
    return tf.tidy(() => tf.gather(this.matrix(name), tf.tensor1d(indices.slice(), 'int32')));
  }

  /** A float32 copy of a matrix, whatever it is kept in; the caller disposes of it. */
  copy(name: string): tf.Tensor2D {
    const packed = this.#packed.get(name);
    return packed ? packed.widen(0, packed.shape[0]) : this.matrix(name).clone();
  }

  /** Number of elements of all weights. */
  get size(): number {
    let size = 0;
    for (const tensor of this.#tensors.values()) size += tensor.size;
    for (const { shape } of this.#packed.values()) size += shape[0] * shape[1];
    return size;
  }

  overlays(name: string): readonly Overlay[] {
    return this.#overlays.get(name) ?? [];
  }

  /** Lays a change over a weight; the function returned takes it off and frees it. */
  overlay(name: string, change: Overlay): () => void {
    const list = this.#overlays.get(name) ?? [];
    this.#overlays.set(name, [...list, change]);
    return () => {
      this.#overlays.set(
        name,
        this.overlays(name).filter((other) => other !== change),
      );
      if (change.kind === 'low-rank') {
        change.right.dispose();
        change.leftT.dispose();
      } else {
        change.valueT.dispose();
      }
    };
  }

  dispose(): void {
    for (const name of [...this.#tensors.keys(), ...this.#packed.keys()]) this.#free(name);
  }

  #get(name: string): tf.Tensor {
    const tensor = this.#tensors.get(name);
    if (tensor) return tensor;
    throw new CheckpointError({
      code: 'unknown-parameter',
      message: `This model has no weight named "${name}".`,
      hint: 'List the editable weights with `inspectCheckpoint(model)`.',
      data: { parameter: name },
    });
  }

  #free(name: string): void {
    this.#tensors.get(name)?.dispose();
    this.#tensors.delete(name);
    this.#packed.get(name)?.dispose();
    this.#packed.delete(name);
  }
}

/** A host matrix as a float32 tensor, transposed if asked for; never shares memory with `m`. */
export function deviceMatrix(m: Matrix, transpose = false): tf.Tensor2D {
  return tf.tidy(() => {
    const tensor = tf.tensor2d(Float32Array.from(m.data), [m.rows, m.cols]);
    return transpose ? tf.transpose(tensor) : tensor;
  });
}
