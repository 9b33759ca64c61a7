import type { EditSettings, ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { valueAndGradient } from './value-and-gradient.js';
import { type ValueLoss, valueLoss } from './value-loss.js';
import type { ValueProblem } from './value-problem.js';

/** What a step is decided by, by fact of the problem. */
export interface MeasuredLoss {
  readonly loss: Float32Array;
  readonly nll: Float32Array;
  /** ∂(Σ loss)/∂delta, [facts, hiddenSize]; nothing is shared between facts, so that row f is ∂loss_f/∂delta_f. */
  readonly gradient?: Float32Array;
}

/**
 * The smooth part of the loss at `deltas`, one per fact of the problem, and its gradient unless only the loss is asked for.
 * No tensor is left.
 *
 * @param initial log p at the essence rows before any delta, [facts, vocabulary]
 */
export async function lossAndGradient(
  model: ModelPort,
  problem: ValueProblem,
  settings: EditSettings,
  deltas: readonly Float64Array[],
  initial: tf.Tensor2D,
  lossOnly: boolean,
): Promise<MeasuredLoss> {
  const d = model.info.hiddenSize;
  const host = new Float32Array(deltas.length * d);
  for (const [i, delta] of deltas.entries()) host.set(delta, i * d);
  const result = tf.tidy(() => {
    const delta = tf.tensor2d(host, [deltas.length, d]);
    if (lossOnly) return { ...valueLoss(model, problem, settings, delta, initial), gradient: undefined };
    let parts: ValueLoss | undefined;
    const { gradient } = valueAndGradient((x) => {
      const { loss, nll } = valueLoss(model, problem, settings, x, initial);
      parts = { loss: tf.keep(loss), nll: tf.keep(nll) };
      return tf.sum(loss);
    }, delta);
    return { loss: parts!.loss, nll: parts!.nll, gradient };
  });
  const read = async (tensor: tf.Tensor) => (await tensor.data()) as Float32Array;
  try {
    return {
      loss: await read(result.loss),
      nll: await read(result.nll),
      gradient: result.gradient && (await read(result.gradient)),
    };
  } finally {
    tf.dispose([result.loss, result.nll]);
    result.gradient?.dispose();
  }
}
