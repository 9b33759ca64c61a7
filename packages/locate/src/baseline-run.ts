import type { KeyValueCache, ModelPort } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { answerProbabilities } from './answer-probabilities.js';
import { corruptedEmbeddings } from './corrupted-embeddings.js';
import type { Corruption } from './corruption.js';
import type { TokenisedQuestion } from './tokenised-question.js';

export interface BaselineOptions {
  readonly corruption: Corruption;
  readonly samples: number;
  readonly seed: number;
}

/**
 * The clean run and the corrupted ones, with every state that a restored run starts from or borrows. Row 0
 * is clean, rows 1 … samples are corrupted. All tensors are on the device; `dispose` frees them.
 */
export interface BaselineRun {
  readonly samples: number;
  /** The most probable next token of the clean run: what is traced. */
  readonly answer: number;
  /** Probability of the answer, clean. */
  readonly high: number;
  /** The same in each corrupted run. */
  readonly corrupted: readonly number[];
  /** Inputs of block b (from 0), and after the last block its output: [1 + samples, tokens, hiddenSize]. */
  readonly states: readonly tf.Tensor3D[];
  /** What MLP and attention of block b add to the stream: [1 + samples, tokens, hiddenSize]. */
  readonly mlp: readonly tf.Tensor3D[];
  readonly attention: readonly tf.Tensor3D[];
  /** Attention keys and values of all rows, all blocks. */
  readonly cache: KeyValueCache;
  dispose(): void;
}

/** One batch of 1 + samples rows through the whole model. */
export async function runBaseline(
  model: ModelPort,
  question: TokenisedQuestion,
  options: BaselineOptions,
): Promise<BaselineRun> {
  const { samples } = options;
  const { blocks } = model.info;
  const tokens = question.ids.length;
  const lengths = Array<number>(1 + samples).fill(tokens);
  const layout = model.layout(lengths);
  const mlp: tf.Tensor3D[] = [];
  const attention: tf.Tensor3D[] = [];
  const outputs: tf.Tensor3D[] = [];
  const keep = (list: tf.Tensor3D[]) => (value: tf.Tensor3D) => {
    list.push(tf.keep(tf.clone(value)));
  };
  try {
    const input = corruptedEmbeddings(model, question, layout, options);
    const taps = Array.from({ length: blocks }, (_, block) => [
      { site: 'mlp', block, tap: keep(mlp) } as const,
      { site: 'attention', block, tap: keep(attention) } as const,
      { site: 'block', block, tap: keep(outputs) } as const,
    ]).flat();
    const { hidden, cache } = model.forwardWithCache(input, { layout, lengths, taps });
    const states = [input, ...outputs];
    const dispose = () => {
      tf.dispose([...states, ...mlp, ...attention]);
      cache.dispose();
    };
    try {
      const { answer, probabilities } = await answerProbabilities(model, hidden, undefined);
      const [high, ...corrupted] = probabilities;
      return { samples, answer, high: high!, corrupted, states, mlp, attention, cache, dispose };
    } catch (error) {
      dispose();
      throw error;
    } finally {
      hidden.dispose();
    }
  } finally {
    layout.dispose();
  }
}
