import type { Site } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import type { GridLayout } from '../grid-layout.js';
import type { NormNames, TransformerShape } from '../transformer-shape.js';
import type { WeightStore } from '../weights/weight-store.js';
import { activate } from './activate.js';
import { attend } from './attend.js';
import { linear } from './linear.js';
import { normalise } from './normalise.js';

export interface BlockInput {
  readonly shape: TransformerShape;
  readonly weights: WeightStore;
  readonly layout: GridLayout;
  readonly block: number;
  /** Signed permutation of the rotary positions, where the model has them. */
  readonly permutation: tf.Tensor2D | undefined;
  readonly past: { readonly key: tf.Tensor4D; readonly value: tf.Tensor4D } | undefined;
  /** Passes a value at a site through whatever taps it. */
  readonly at: (site: Site, value: tf.Tensor2D) => tf.Tensor2D;
  /** Receives this block's new attention keys and values. */
  readonly onKeyValue: ((key: tf.Tensor4D, value: tf.Tensor4D) => void) | undefined;
}

/** One transformer block on flattened cells: [rows · length, hiddenSize] → the same shape. */
export function runBlock(x: tf.Tensor2D, input: BlockInput): tf.Tensor2D {
  const { shape, weights, block, at } = input;
  const names = shape.block(block);
  const norm = (value: tf.Tensor2D, which: NormNames) =>
    normalise(
      value,
      shape.norm.kind,
      shape.norm.epsilon,
      weights.vector(which.weight),
      which.bias ? weights.vector(which.bias) : undefined,
    );
  const normed = norm(x, names.attentionNorm);
  const attention = at('attention', linear(headOutputs(normed, input), names.attentionOut, weights));
  const mlp = (value: tf.Tensor2D) => {
    const up = linear(value, names.up, weights);
    const key = names.gate
      ? tf.mul<tf.Tensor2D>(activate(linear(value, names.gate, weights), shape.activation), up)
      : activate(up, shape.activation);
    return at('mlp', linear(at('mlpKey', key), names.down, weights));
  };
  if (shape.parallelResidual) {
    const mlpInput = names.mlpNorm ? norm(x, names.mlpNorm) : normed;
    return at('block', tf.add(tf.add<tf.Tensor2D>(x, attention), mlp(mlpInput)));
  }
  const middle = tf.add<tf.Tensor2D>(x, attention);
  return at('block', tf.add(middle, mlp(norm(middle, names.mlpNorm ?? names.attentionNorm))));
}

/** The heads' outputs side by side, before the output projection: [rows · length, heads · headSize]. */
function headOutputs(normed: tf.Tensor2D, input: BlockInput): tf.Tensor2D {
  const { shape, weights, layout, block, past } = input;
  const { heads, keyValueHeads, headSize } = shape;
  const { rows, length } = layout;
  const names = shape.block(block);
  const split = splitHeads(normed, input);
  const headNorm = (value: tf.Tensor4D, which: NormNames | undefined): tf.Tensor4D =>
    which
      ? tf.reshape(
          normalise(
            tf.reshape(value, [-1, headSize]),
            'rms',
            shape.norm.epsilon,
            weights.vector(which.weight),
          ),
          value.shape,
        )
      : value;
  const toHeads = (value: tf.Tensor4D): tf.Tensor4D => tf.transpose(value, [0, 2, 1, 3]);
  const query = rotate(toHeads(headNorm(split.query, names.queryNorm)), input);
  const newKey = rotate(toHeads(headNorm(split.key, names.keyNorm)), input);
  const newValue = toHeads(split.value);
  input.onKeyValue?.(newKey, newValue);
  const join = (before: tf.Tensor4D, now: tf.Tensor4D) => tf.concat([before, now], 2) as tf.Tensor4D;
  const key = past ? join(past.key, newKey) : newKey;
  const value = past ? join(past.value, newValue) : newValue;
  const mask = layout.maskOf(shape.attentionWindow(block));
  const mixed = attend(query, key, value, mask, shape.attentionScale(block));
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows * length, heads * headSize]);

  function splitHeads(x: tf.Tensor2D, { weights }: BlockInput) {
    const grid = (value: tf.Tensor, count: number): tf.Tensor4D =>
      tf.reshape(value, [rows, length, count, headSize]);
    const { qkv } = names;
    if (qkv.layout === 'separate') {
      return {
        query: grid(linear(x, qkv.query, weights), heads),
        key: grid(linear(x, qkv.key, weights), keyValueHeads),
        value: grid(linear(x, qkv.value, weights), keyValueHeads),
      };
    }
    const fused = linear(x, qkv.fused, weights);
    const parts =
      qkv.layout === 'concatenated'
        ? tf.split(fused, 3, 1)
        : tf.split(tf.reshape(fused, [rows * length, heads, 3 * headSize]), 3, 2);
    return { query: grid(parts[0]!, heads), key: grid(parts[1]!, heads), value: grid(parts[2]!, heads) };
  }
}

/** Rotary positions on [rows, heads, length, headSize]: x ⊙ cos + (x · J) ⊙ sin. */
function rotate(x: tf.Tensor4D, { layout, permutation }: BlockInput): tf.Tensor4D {
  if (!permutation) return x;
  const { cos, sin } = layout.rotary();
  const headSize = x.shape[3];
  const turned = tf.reshape(tf.matMul(tf.reshape(x, [-1, headSize]), permutation), x.shape);
  return tf.add(tf.mul(x, tf.expandDims(cos, 1)), tf.mul(turned, tf.expandDims(sin, 1)));
}
