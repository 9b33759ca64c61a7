import * as tf from '@tensorflow/tfjs-core';
import type { LinearNames } from '../transformer-shape.js';
import { packedProduct } from '../weights/packed-product.js';
import type { WeightStore } from '../weights/weight-store.js';

/** y = x · Wᵀ + b for x [m, dIn], with every change that lies over W: y += (x · right) · leftᵀ. */
export function linear(x: tf.Tensor2D, names: LinearNames, weights: WeightStore): tf.Tensor2D {
  const transpose = names.orientation === 'out-in';
  const packed = weights.packed(names.weight);
  let y: tf.Tensor2D = packed
    ? packedProduct(x, packed, transpose)
    : tf.matMul(x, weights.matrix(names.weight), false, transpose);
  for (const overlay of weights.overlays(names.weight)) {
    const change =
      overlay.kind === 'low-rank'
        ? tf.matMul(tf.matMul(x, overlay.right), overlay.leftT)
        : tf.matMul(x, overlay.valueT);
    y = tf.add(y, change);
  }
  return names.bias ? tf.add(y, weights.vector(names.bias)) : y;
}
