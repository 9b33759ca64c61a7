import * as tf from '@tensorflow/tfjs-core';
import { tensorflowBackend } from './device-weight.js';

/**
 * A float32 tensor that is on the device when this returns. tfjs would keep the array until the tensor is first
 * used, and every weight would be in memory twice when a whole model is.
 *
 * @param values not to be written to afterwards: TensorFlow may share them
 */
export function deviceTensor(values: Float32Array, shape: readonly number[]): tf.Tensor {
  const backend = tensorflowBackend();
  if (!backend) return tf.tensor(values, [...shape]);
  const { TF_FLOAT } = backend.binding;
  const id = backend.binding.createTensor(shape, TF_FLOAT, values);
  return backend.createOutputTensor({ id, shape: [...shape], dtype: TF_FLOAT });
}
