import type { ModelPort, TapAt } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { corruptedEmbeddings } from '../src/corrupted-embeddings.js';
import { PLAIN_KINDS, type TraceOptions, type TraceQuestion, windowAround } from '../src/index.js';
import { tokeniseQuestion } from '../src/tokenised-question.js';

/**
 * Tracing in the way of the published code: for each kind, token and block one batch of the clean row and n
 * corrupted ones through the whole model, the clean row's values copied to the others at the places restored,
 * and the logits of every position.
 *
 * @returns effects by kind, token and block, flattened
 */
export async function publishedLoop(
  model: ModelPort,
  question: TraceQuestion,
  options: Required<Pick<TraceOptions, 'corruption' | 'samples' | 'seed' | 'window'>>,
): Promise<{ effects: number[]; answer: number }> {
  const tokenised = tokeniseQuestion(model, question);
  const { samples, window } = options;
  const { blocks } = model.info;
  const length = tokenised.ids.length;
  const run = async (taps: readonly TapAt[], answer?: number) => {
    const layout = model.layout(Array<number>(1 + samples).fill(length));
    const probabilities = tf.tidy(() => {
      const hidden = model.forward(corruptedEmbeddings(model, tokenised, layout, options), { layout, taps });
      const logits = model.logits(tf.reshape(hidden, [(1 + samples) * length, -1]) as tf.Tensor2D);
      const grid = tf.reshape(logits, [1 + samples, length, -1]);
      return tf.softmax(tf.reshape(tf.slice(grid, [0, length - 1, 0], [-1, 1, -1]), [1 + samples, -1]));
    });
    const values = await probabilities.data();
    const size = probabilities.shape[1]!;
    probabilities.dispose();
    layout.dispose();
    const asked = answer ?? argMax(values.subarray(0, size));
    let sum = 0;
    for (let row = 1; row <= samples; row++) sum += values[row * size + asked]!;
    return { answer: asked, mean: sum / samples };
  };
  const { answer, mean: low } = await run([]);
  const effects: number[] = [];
  for (const kind of PLAIN_KINDS) {
    for (let token = 0; token < length; token++) {
      for (let block = 0; block < blocks; block++) {
        const site = kind === 'hidden' ? 'block' : kind;
        const { from, to } =
          kind === 'hidden' ? { from: block, to: block + 1 } : windowAround(block, window, blocks);
        const taps = Array.from({ length: to - from }, (_, i): TapAt => {
          return { site, block: from + i, tap: copyFirstRow(token) };
        });
        effects.push((await run(taps, answer)).mean - low);
      }
    }
  }
  return { effects, answer };
}

const copyFirstRow = (token: number) => (value: tf.Tensor3D) =>
  tf.tidy(() => {
    const [rows, length, width] = value.shape;
    const before = tf.slice(value, [0, 0, 0], [rows, token, width]);
    const clean = tf.tile(tf.slice(value, [0, token, 0], [1, 1, width]), [rows, 1, 1]);
    const behind = tf.slice(value, [0, token + 1, 0], [rows, length - token - 1, width]);
    return tf.concat([before, clean, behind], 1);
  });

function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
