import * as tf from '@tensorflow/tfjs-core';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/**
 * Adam for one tensor on the device, as PyTorch computes it; `Adam` is the same for a vector on the host.
 *
 * @see Kingma & Ba, arXiv 1412.6980
 */
export class DeviceAdam {
  #m: tf.Tensor;
  #v: tf.Tensor;
  #steps = 0;

  constructor(
    shape: number[],
    readonly learningRate: number,
  ) {
    this.#m = tf.keep(tf.zeros(shape));
    this.#v = tf.keep(tf.zeros(shape));
  }

  /** What to subtract: lr · m̂ / (√v̂ + ε). The caller disposes of it. */
  step(gradient: tf.Tensor2D): tf.Tensor2D {
    this.#steps++;
    const [m, v, move] = tf.tidy(() => {
      const m = tf.add(tf.mul(this.#m, BETA_1), tf.mul(gradient, 1 - BETA_1));
      const v = tf.add(tf.mul(this.#v, BETA_2), tf.mul(tf.square(gradient), 1 - BETA_2));
      const size = tf.sqrt(tf.mul(v, 1 / (1 - BETA_2 ** this.#steps)));
      const scale = this.learningRate / (1 - BETA_1 ** this.#steps);
      return [m, v, tf.div(tf.mul(m, scale), tf.add(size, EPSILON))];
    }) as [tf.Tensor, tf.Tensor, tf.Tensor2D];
    tf.dispose([this.#m, this.#v]);
    this.#m = tf.keep(m);
    this.#v = tf.keep(v);
    return move;
  }

  /** Frees the moments. */
  dispose(): void {
    tf.dispose([this.#m, this.#v]);
  }
}
