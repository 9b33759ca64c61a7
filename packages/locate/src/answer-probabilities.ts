import type { ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/**
 * p(answer) at the last position of each row, softmax over the whole vocabulary.
 *
 * @param hidden output of the last block, [rows, length, hiddenSize]; not disposed of
 * @param answer the token asked for; where left out, the most probable one of row 0
 */
export async function answerProbabilities(
  model: ModelPort,
  hidden: tf.Tensor3D,
  answer: number | undefined,
): Promise<{ readonly answer: number; readonly probabilities: readonly number[] }> {
  const [rows, length, width] = hidden.shape;
  const probabilities = tf.tidy(() => {
    const last = tf.reshape(tf.slice(hidden, [0, length - 1, 0], [rows, 1, width]), [rows, width]);
    return tf.softmax(model.logits(last as tf.Tensor2D));
  });
  const best = answer ?? (await argMaxOfFirst(probabilities));
  const column = tf.tidy(() => tf.slice(probabilities, [0, best], [rows, 1]));
  probabilities.dispose();
  const values = await column.data();
  column.dispose();
  return { answer: best, probabilities: [...values] };
}

async function argMaxOfFirst(probabilities: tf.Tensor2D): Promise<number> {
  const index = tf.tidy(() => tf.argMax(tf.slice(probabilities, [0, 0], [1, -1]), 1));
  const [best] = await index.data();
  index.dispose();
  return best!;
}
