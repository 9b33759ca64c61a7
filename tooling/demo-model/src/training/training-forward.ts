import * as tf from '@tensorflow/tfjs-core';
import { gelu } from './gelu.js';
import { layerNorm } from './layer-norm.js';
import type { Shape } from './shape.js';

/** Added to a score, this leaves nothing of it behind the softmax. */
export const HIDDEN = -1e9;

/** Reads or replaces one activation [rows · length, width] on its way; `name` is `embedding`, `h.3`, `h.3.mlp`, …. */
export type Tap = (name: string, activation: tf.Tensor2D) => tf.Tensor2D;

/** A weight by its checkpoint name. */
export type WeightOf = (name: string) => tf.Tensor;

export interface ForwardOptions {
  readonly tap?: Tap;
  /** Added to the attention scores of the first `blocks` blocks in place of the causal mask, [rows, 1, length, length]. */
  readonly early?: { readonly mask: tf.Tensor; readonly blocks: number };
}

/**
 * GPT-2 over packed rows without padding, written for speed of training: activations stay two-dimensional,
 * norms and activation carry their own gradients.
 *
 * @param ids [rows, length], int32
 * @returns the final hidden states behind the last norm, [rows · length, width]
 */
export function trainingForward(
  shape: Shape,
  weightOf: WeightOf,
  ids: tf.Tensor2D,
  { tap, early }: ForwardOptions = {},
): tf.Tensor2D {
  const [rows, length] = ids.shape;
  const { width, blocks } = shape;
  const weight = (name: string): tf.Tensor2D => weightOf(`transformer.${name}.weight`) as tf.Tensor2D;
  const bias = (name: string): tf.Tensor => weightOf(`transformer.${name}.bias`);
  const linear = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
    tf.add(tf.matMul(x, weight(name)), bias(name));
  const norm = (x: tf.Tensor2D, name: string): tf.Tensor2D => layerNorm(x, weight(name), bias(name));
  const seen: Tap = tap ?? ((_, activation) => activation);

  const causal = causalMask(length);

  const tokens = tf.reshape(tf.gather(weight('wte'), tf.reshape(ids, [-1])), [rows, length, width]);
  const positions = tf.slice(weight('wpe'), [0, 0], [length, width]);
  let x = tf.reshape(tf.add(tokens, positions), [rows * length, width]) as tf.Tensor2D;
  x = seen('embedding', x);
  for (let i = 0; i < blocks; i++) {
    const h = `h.${i}`;
    const mixed = attention(
      linear(norm(x, `${h}.ln_1`), `${h}.attn.c_attn`),
      shape,
      [rows, length],
      early && i < early.blocks ? early.mask : causal,
    );
    x = tf.add(x, seen(`${h}.attn`, linear(mixed, `${h}.attn.c_proj`)));
    const key = seen(`${h}.key`, gelu(linear(norm(x, `${h}.ln_2`), `${h}.mlp.c_fc`)) as tf.Tensor2D);
    x = seen(h, tf.add(x, seen(`${h}.mlp`, linear(key, `${h}.mlp.c_proj`))));
  }
  return norm(x, 'ln_f');
}

/** Logits of the tied head: hidden · wteᵀ, [rows, vocab]. */
export function trainingLogits(weightOf: WeightOf, hidden: tf.Tensor2D): tf.Tensor2D {
  return tf.matMul(hidden, weightOf('transformer.wte.weight') as tf.Tensor2D, false, true);
}

/** softmax(QKᵀ/√d + mask)V of every head. @param qkv [rows · length, 3 · width] */
function attention(
  qkv: tf.Tensor2D,
  { heads, width }: Shape,
  [rows, length]: readonly [number, number],
  mask: tf.Tensor,
): tf.Tensor2D {
  const size = width / heads;
  const split = tf.transpose(tf.reshape(qkv, [rows, length, 3 * heads, size]), [0, 2, 1, 3]);
  const [q, k, v] = tf.split(split, 3, 1) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size));
  const mixed = tf.matMul(tf.softmax(tf.add(scores, mask)), v);
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [rows * length, width]);
}

/** 0 where a position may look, {@link HIDDEN} behind it, [length, length]. */
function causalMask(length: number): tf.Tensor2D {
  const mask = new Float32Array(length * length);
  for (let i = 0; i < length; i++) mask.fill(HIDDEN, i * length + i + 1, (i + 1) * length);
  return tf.tensor2d(mask, [length, length]);
}
