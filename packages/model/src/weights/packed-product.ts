import * as tf from '@tensorflow/tfjs-core';
import type { PackedWeight } from './packed-weight.js';

/** Elements widened at a time: 256 MiB as float32, a whole projection of an 8-billion-parameter model. */
const PIECE = 2 ** 26;

/**
 * x · W, or x · Wᵀ, for a W that is widened piece by piece: beside x and the result, at most one piece is in
 * memory, in the backward pass too, where the pieces are widened again rather than kept.
 *
 * Differentiable in `x` only.
 *
 * @param x [m, rows of W], or [m, columns of W] when `transpose`
 * @param pieceSize elements widened at a time
 */
export function packedProduct(
  x: tf.Tensor2D,
  weight: PackedWeight,
  transpose: boolean,
  pieceSize = PIECE,
): tf.Tensor2D {
  const op = tf.customGrad((input) => ({
    value: multiply(input as tf.Tensor2D, weight, transpose, pieceSize),
    gradFunc: (dy: tf.Tensor) => multiply(dy as tf.Tensor2D, weight, !transpose, pieceSize),
  }));
  return op(x) as tf.Tensor2D;
}

function multiply(x: tf.Tensor2D, weight: PackedWeight, transpose: boolean, pieceSize: number): tf.Tensor2D {
  const [rows, columns] = weight.shape;
  const step = Math.max(1, Math.floor(pieceSize / columns));
  const product = (from: number, to: number): tf.Tensor2D =>
    tf.tidy(() => {
      const piece = weight.widen(from, to);
      if (transpose) return tf.matMul(x, piece, false, true);
      return tf.matMul(to - from === rows ? x : tf.slice(x, [0, from], [-1, to - from]), piece);
    });
  if (step >= rows) return product(0, rows);
  return tf.tidy(() => {
    const pieces: tf.Tensor2D[] = [];
    for (let from = 0; from < rows; from += step) {
      const piece = product(from, Math.min(rows, from + step));
      const sum = transpose ? undefined : pieces.pop();
      pieces.push(sum ? tf.add(sum, piece) : piece);
      if (sum) tf.dispose([sum, piece]);
    }
    return pieces.length === 1 ? pieces[0]! : (tf.concat(pieces, 1) as tf.Tensor2D);
  });
}
