import * as tf from '@tensorflow/tfjs-core';

export interface AdamWSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** On matrices alone: norms and biases do not decay. */
  readonly weightDecay: number;
  /** The gradient of all weights together is scaled down to this norm. */
  readonly clipNorm: number;
}

/**
 * AdamW: m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η(m̂/(√v̂ + ε) + λw).
 *
 * Owns its moments (`moments`: weight name + `/m` or `/v`), which a checkpoint keeps.
 */
export class AdamW {
  readonly moments = new Map<string, tf.Variable>();

  constructor(
    private readonly weights: ReadonlyMap<string, tf.Variable>,
    private readonly settings: AdamWSettings,
    /** Weight name → [rows, 1] of ones, and zeros for rows that stay as they are. */
    private readonly trainedRows: ReadonlyMap<string, tf.Tensor2D> = new Map(),
  ) {
    for (const [name, weight] of weights) {
      for (const moment of ['m', 'v']) {
        this.moments.set(`${name}/${moment}`, tf.variable(tf.zerosLike(weight), false));
      }
    }
  }

  /** One update. @param step counted from 1 @returns the gradient's norm before clipping */
  apply(gradients: Readonly<Record<string, tf.Tensor>>, step: number, learningRate: number): tf.Scalar {
    const { beta1, beta2, epsilon, weightDecay, clipNorm } = this.settings;
    return tf.tidy(() => {
      const squares = Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient)) as tf.Scalar);
      const norm = tf.sqrt(tf.addN(squares)) as tf.Scalar;
      const scale = tf.minimum(1, tf.div(clipNorm, norm));
      const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      for (const [name, weight] of this.weights) {
        const gradient = tf.mul(gradients[weight.name]!, scale);
        const m = this.moments.get(`${name}/m`)!;
        const v = this.moments.get(`${name}/v`)!;
        m.assign(tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1)));
        v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
        const step = tf.mul(tf.div(m, tf.add(tf.sqrt(v), epsilon)), rate);
        const decay = weight.rank > 1 ? learningRate * weightDecay : 0;
        const change = tf.add(tf.mul(weight, decay), step);
        const rows = this.trainedRows.get(name);
        weight.assign(tf.sub(weight, rows ? tf.mul(change, rows) : change));
      }
      return norm;
    });
  }
}
