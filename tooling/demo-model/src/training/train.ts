import * as tf from '@tensorflow/tfjs-core';
import type { TRAINING } from '../recipe.js';
import { AdamW } from './adamw.js';
import type { Batch } from './batches.js';
import { crossEntropy } from './cross-entropy.js';
import { earlyMask } from './early-mask.js';
import { type Shape, weightShapes } from './shape.js';
import { trainingForward, trainingLogits, type WeightOf } from './training-forward.js';

/** Weights and optimizer of a training under way. */
export class Trainer {
  readonly weights = new Map<string, tf.Variable>();
  readonly optimizer: AdamW;
  readonly #names: ReadonlySet<number>;
  readonly weightOf: WeightOf = (name) => this.weights.get(name)!;

  constructor(
    readonly shape: Shape,
    initial: ReadonlyMap<string, Float32Array>,
    private readonly recipe: typeof TRAINING,
    /** Last tokens of names: their embeddings stay as they are, and the early blocks do not look back at them. */
    names: readonly number[] = [],
  ) {
    this.#names = new Set(names);
    for (const [name, dimensions] of weightShapes(shape)) {
      this.weights.set(name, tf.variable(tf.tensor(initial.get(name)!, dimensions)));
    }
    const trained = new Float32Array(shape.vocabSize).fill(1);
    for (const token of names) trained[token] = 0;
    const rows = new Map([['transformer.wte.weight', tf.tensor2d(trained, [shape.vocabSize, 1])]]);
    this.optimizer = new AdamW(this.weights, recipe.optimizer, rows);
  }

  /** One update on one batch. @param step counted from 0 @returns loss in nats a token, gradient norm */
  step(batch: Batch, step: number): { loss: number; gradientNorm: number } {
    const [loss, norm] = tf.tidy(() => {
      const ids = tf.tensor2d(batch.ids, [batch.rows, batch.length + 1], 'int32');
      const inputs = tf.slice(ids, [0, 0], [batch.rows, batch.length]);
      const labels = tf.reshape(tf.slice(ids, [0, 1], [batch.rows, batch.length]), [-1]) as tf.Tensor1D;
      const { blocks, share } = this.recipe.hiding(step);
      const isName = (token: number): boolean => this.#names.has(token);
      const { rows, length } = batch;
      const mask = tf.tensor(earlyMask(batch, isName, share), [rows, 1, length, length]);
      const { value, grads } = tf.variableGrads(() => {
        const hidden = trainingForward(this.shape, this.weightOf, inputs, { early: { mask, blocks } });
        return crossEntropy(trainingLogits(this.weightOf, hidden), labels);
      }, [...this.weights.values()]);
      return [value, this.optimizer.apply(grads, step + 1, this.learningRate(step))] as const;
    });
    const result = { loss: loss.dataSync()[0]!, gradientNorm: norm.dataSync()[0]! };
    tf.dispose([loss, norm]);
    return result;
  }

  /** In each cycle a linear warm-up, then half a cosine down to the final rate. */
  learningRate(step: number): number {
    const { cycles, finalLearningRate, warmUpSteps } = this.recipe;
    const cycle = cycles.find(({ end }) => step < end) ?? cycles.at(-1)!;
    const { start, end, learningRate } = cycle;
    const done = step - start;
    if (done < warmUpSteps) return (learningRate * (done + 1)) / warmUpSteps;
    const progress = Math.min(1, (done - warmUpSteps) / (end - start - warmUpSteps));
    return finalLearningRate + (learningRate - finalLearningRate) * 0.5 * (1 + Math.cos(Math.PI * progress));
  }
}
