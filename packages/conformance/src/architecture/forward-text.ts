import type { ForwardOptions, ModelPort, TapAt } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';

/** Output of the last block for one text in one pass, row-major [ids.length, hiddenSize]. */
export function forwardText(
  model: ModelPort,
  ids: readonly number[],
  options: Pick<ForwardOptions, 'taps'> = {},
): Float32Array {
  const layout = model.layout([ids.length]);
  const values = tf.tidy(() => model.forward(model.embed([ids], layout), { layout, ...options }).dataSync());
  layout.dispose();
  return values as Float32Array;
}

/** Logits at every position of one text, row-major. */
export function logitsOf(model: ModelPort, ids: readonly number[]): Float32Array {
  const hidden = forwardText(model, ids);
  return tf.tidy(() =>
    model.logits(tf.tensor2d(hidden, [ids.length, model.info.hiddenSize])).dataSync(),
  ) as Float32Array;
}

/** Values at a site of a block for one text. */
export function tapped(
  model: ModelPort,
  ids: readonly number[],
  site: TapAt['site'],
  block: number,
): Float32Array {
  let seen = new Float32Array(0);
  const tap: TapAt = {
    site,
    block,
    tap: (value) => {
      seen = value.dataSync() as Float32Array<ArrayBuffer>;
    },
  };
  forwardText(model, ids, { taps: [tap] });
  return seen;
}
