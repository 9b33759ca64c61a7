import * as tf from '@tensorflow/tfjs-core';

/**
 * f(x) and ∂f/∂x for a scalar f, as `tf.valueAndGrad`, for an f or a backward pass that may throw.
 *
 * When one does, tfjs keeps alive what it has saved for the backward pass and goes on recording every later
 * operation of the process. Here the tape is cleared before the error is let through.
 *
 * @returns tensors of the caller
 */
export function valueAndGradient<T extends tf.Tensor>(
  f: (x: T) => tf.Scalar,
  x: T,
): { readonly value: tf.Scalar; readonly gradient: T } {
  try {
    const { value, grad } = tf.valueAndGrad(f as (x: tf.Tensor) => tf.Scalar)(x);
    return { value, gradient: grad as T };
  } catch (error) {
    const { state } = tf.engine();
    if (state.gradientDepth === 0) {
      for (const { saved } of state.activeTape ?? []) tf.dispose(saved ?? []);
      state.activeTape = null as unknown as typeof state.activeTape;
    }
    throw error;
  }
}
