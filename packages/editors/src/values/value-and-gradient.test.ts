import { startEngine } from '@alphaedit/engine/node';
import { expectNoTensorLeak } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { valueAndGradient } from './value-and-gradient.js';

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

const squares = (x: tf.Tensor1D) => tf.sum(tf.mul(tf.exp(x), x)) as tf.Scalar;
const failing = {
  'the function': (x: tf.Tensor1D): tf.Scalar => {
    squares(x);
    throw new Error('on purpose');
  },
  'the backward pass': (x: tf.Tensor1D): tf.Scalar => {
    const op = tf.customGrad((input) => ({
      value: tf.clone(input as tf.Tensor),
      gradFunc: () => {
        throw new Error('on purpose');
      },
    }));
    return tf.add(squares(op(x) as tf.Tensor1D), squares(x)) as tf.Scalar;
  },
};

it('is the value and the gradient', () => {
  tf.tidy(() => {
    const { value, gradient } = valueAndGradient(
      (x: tf.Tensor1D) => tf.sum(tf.square(x)),
      tf.tensor1d([3, -1]),
    );
    expect([...value.dataSync(), ...gradient.dataSync()]).toEqual([10, 6, -2]);
  });
});

it.each(Object.entries(failing))('leaves no tensor and no tape when %s throws', async (_, f) => {
  const x = tf.tensor1d([1, 2, 3]);
  await expectNoTensorLeak(() => {
    expect(() => tf.tidy(() => valueAndGradient(f, x))).toThrow('on purpose');
    tf.dispose(tf.exp(x)); // would be saved if the tape still ran
  });
  x.dispose();
});
