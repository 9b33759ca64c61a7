import type { EditSettings, ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { gatherCells } from '../subjects/gather-cells.js';
import type { ValueProblem } from './value-problem.js';

/** The smooth part of the loss by fact, [facts]: nll + klFactor · KL. The weight decay is added on the host. */
export interface ValueLoss {
  readonly loss: tf.Tensor1D;
  /** Mean over the rows of −log p(target) / tokens, [facts]. */
  readonly nll: tf.Tensor1D;
}

/**
 * −log softmax(logits)[target] by row, [m]. One fused gradient, softmax − one-hot, instead of a log-softmax
 * kept for every vocabulary entry.
 */
export function targetNll(logits: tf.Tensor2D, targets: Int32Array): tf.Tensor1D {
  const [rows, vocabulary] = logits.shape;
  const op = tf.customGrad((input, save) => {
    const x = input as tf.Tensor2D;
    (save as tf.GradSaveFunc)([x]);
    const flat = Int32Array.from(targets, (target, row) => row * vocabulary + target);
    const chosen = tf.gather(tf.reshape(x, [rows * vocabulary]), tf.tensor1d(flat, 'int32'));
    return {
      value: tf.sub(tf.logSumExp(x, 1), chosen),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const x = saved[0] as tf.Tensor2D;
        const hot = tf.cast(tf.oneHot(tf.tensor1d(targets.slice(), 'int32'), vocabulary), 'float32');
        return tf.mul(tf.sub(tf.softmax(x), hot), tf.expandDims(dy, 1));
      },
    };
  });
  return op(logits) as tf.Tensor1D;
}

/**
 * The loss of `delta` [facts, hiddenSize], added to the edit layer's output at every row's lookup index:
 *
 * nll = mean over the template rows of −Σ log p(target token) / tokens, and
 * klFactor · KL(p_now ‖ p_initial) at the essence row's lookup index.
 *
 * Logits are computed at those positions only.
 *
 * @param initial log p at the essence rows before any delta, [facts, vocabulary]; `undefined` leaves KL out
 * @see [Mathematics, the value](/guide/mathematics#the-value)
 */
export function valueLoss(
  model: ModelPort,
  problem: ValueProblem,
  settings: EditSettings,
  delta: tf.Tensor2D,
  initial: tf.Tensor2D | undefined,
): ValueLoss {
  const { facts, rowsPerFact, layout } = problem;
  const { hidden, reading } = statesToRead(model, problem, settings, delta);
  const templates = rowsPerFact - 1;
  const cells: number[] = [];
  const targets: number[] = [];
  const share: number[] = [];
  const owner: number[] = [];
  for (const [f, { rows }] of facts.entries()) {
    for (const [r, row] of rows.entries()) {
      const first = row.ids.length - row.target.length - row.lookup;
      for (const [j, token] of row.target.entries()) {
        cells.push((f * rowsPerFact + r) * layout.length + first + j);
        targets.push(token);
        share.push(1 / (templates * row.target.length));
        owner.push(f);
      }
    }
  }
  const averaging = new Float32Array(facts.length * cells.length);
  for (const [m, f] of owner.entries()) averaging[f * cells.length + m] = share[m]!;
  const nllCells = targetNll(model.logits(gatherCells(reading, cells)), Int32Array.from(targets));
  const average = tf.tensor2d(averaging, [facts.length, cells.length]);
  const nll = tf.squeeze<tf.Tensor1D>(tf.matMul(average, tf.expandDims(nllCells, 1)), [1]);
  if (!initial) return { loss: nll, nll };
  const now = essenceLogProbabilities(model, problem, hidden);
  const kl = tf.sum<tf.Tensor1D>(tf.mul(tf.exp(now), tf.sub(now, initial)), 1);
  return { loss: tf.add(nll, tf.mul(kl, settings.klFactor)), nll };
}

/** log p of the next token at each essence row's lookup index, [facts, vocabulary]. */
export function essenceLogProbabilities(
  model: ModelPort,
  { facts, rowsPerFact, layout }: ValueProblem,
  hidden: tf.Tensor3D,
): tf.Tensor2D {
  const cells = facts.map((_, f) => (f * rowsPerFact + rowsPerFact - 1) * layout.length);
  return tf.logSoftmax(model.logits(gatherCells(hidden, cells)));
}

/** Last block's output, and the output of the block the loss reads (mostly the same). */
export function statesToRead(
  model: ModelPort,
  problem: ValueProblem,
  settings: EditSettings,
  delta: tf.Tensor2D | undefined,
): { hidden: tf.Tensor3D; reading: tf.Tensor3D } {
  const { facts, rowsPerFact, suffix, layout, past } = problem;
  const [rows, length, width] = suffix.shape;
  let start: tf.Tensor3D = suffix;
  if (delta) {
    const atLookup = tf.pad(tf.reshape(delta, [facts.length, 1, 1, width]), [
      [0, 0],
      [0, 0],
      [0, length - 1],
      [0, 0],
    ]);
    const grouped = tf.reshape(suffix, [facts.length, rowsPerFact, length, width]);
    start = tf.reshape(tf.add(grouped, atLookup), [rows, length, width]);
  }
  const from = settings.layers.at(-1)! + 1;
  const { blocks } = model.info;
  const readTo = settings.zLossLayer + 1;
  const reading = readTo > from ? model.forward(start, { from, to: readTo, layout, past }) : start;
  const hidden =
    readTo < blocks ? model.forward(reading, { from: Math.max(readTo, from), layout, past }) : reading;
  return { hidden, reading };
}
