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
    // One after the other: what each makes on the way is gone before the next begins.
    this.#m = replaced(this.#m, (m) => tf.add(tf.mul(m, BETA_1), tf.mul(gradient, 1 - BETA_1)));
    this.#v = replaced(this.#v, (v) => tf.add(tf.mul(v, BETA_2), tf.mul(tf.square(gradient), 1 - BETA_2)));
    return tf.tidy(() => {
      const size = tf.sqrt(tf.mul(this.#v, 1 / (1 - BETA_2 ** this.#steps)));
      const scale = this.learningRate / (1 - BETA_1 ** this.#steps);
      return tf.div(tf.mul(this.#m, scale), tf.add(size, EPSILON)) as tf.Tensor2D;
    });
  }

  /** Frees the moments. */
  dispose(): void {
    tf.dispose([this.#m, this.#v]);
  }
}

/** A kept tensor made from another, which is disposed of. */
function replaced(old: tf.Tensor, next: (old: tf.Tensor) => tf.Tensor): tf.Tensor {
  const made = tf.keep(tf.tidy(() => next(old)));
  old.dispose();
  return made;
}
