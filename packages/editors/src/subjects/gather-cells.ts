import * as tf from '@tensorflow/tfjs-core';

/** Picks cells of a grid: [rows, length, width] and flat cell numbers → [cells, width]. */
export function gatherCells(grid: tf.Tensor3D, cells: Int32Array | readonly number[]): tf.Tensor2D {
  const width = grid.shape[2];
  return tf.gather(
    tf.reshape(grid, [-1, width]),
    tf.tensor1d(Int32Array.from(cells), 'int32'),
  ) as tf.Tensor2D;
}
