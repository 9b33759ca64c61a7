import { type AnswerScore, scoreAnswers } from '@alphaedit/eval';
import type { ModelPort, Work } from '@alphaedit/spec';
import { askedPrompt } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { readable } from './readable.js';

/** What a model makes of one prompt. */
export interface PromptPrediction {
  readonly prompt: string;
  readonly inputIds: readonly number[];
  /** The likeliest next tokens, best first. */
  readonly top: readonly { readonly token: string; readonly id: number; readonly probability: number }[];
  readonly targets: readonly ({ readonly target: string } & Pick<AnswerScore, 'nll' | 'exactMatch'>)[];
}

export interface PredictOptions extends Work {
  readonly prompts: readonly string[];
  /** Asked for after every prompt. */
  readonly targets: readonly string[];
  readonly top: number;
}

/**
 * The next-token distribution after each prompt, and how likely each target is to follow it.
 *
 * @throws {DatasetError} `empty-prompt`, `prompt-too-long`
 */
export async function predict(
  model: ModelPort,
  { prompts, targets, top, signal, onProgress }: PredictOptions,
): Promise<PromptPrediction[]> {
  const rows = prompts.map((prompt) => promptIds(model, prompt));
  const logits = await lastLogits(model, rows);
  const questions = prompts.flatMap((prompt) => targets.map((answer) => ({ prompt, answer })));
  const scores = await scoreAnswers(model, questions, { signal, onProgress });
  return prompts.map((prompt, p) => ({
    prompt,
    inputIds: rows[p]!,
    top: likeliest(logits[p]!, top).map(({ id, probability }) => ({
      token: model.tokenizer.decode([id]),
      id,
      probability,
    })),
    targets: targets.map((target, t) => {
      const { nll, exactMatch } = scores[p * targets.length + t]!;
      return { target, nll, exactMatch };
    }),
  }));
}

/** The tokens of a prompt as the model is asked it. @throws {DatasetError} `empty-prompt`, `prompt-too-long` */
export const promptIds = (model: ModelPort, prompt: string): readonly number[] =>
  readable(model, model.tokenizer.encode(askedPrompt(model.tokenizer, prompt)));

/** Logits after the last token of each row, one forward pass per row: prompts are few. */
async function lastLogits(
  model: ModelPort,
  rows: readonly (readonly number[])[],
): Promise<readonly Float32Array[]> {
  const all: Float32Array[] = [];
  for (const row of rows) {
    const layout = model.layout([row.length]);
    const logits = tf.tidy(() => {
      const states = model.forward(model.embed([row], layout), { layout });
      const flat = tf.reshape(states, [-1, model.info.hiddenSize]) as tf.Tensor2D;
      return model.logits(tf.slice(flat, [row.length - 1, 0], [1, -1]));
    });
    layout.dispose();
    all.push((await logits.data()) as Float32Array);
    logits.dispose();
  }
  return all;
}

/** The k ids of highest logit with their softmax probabilities, summed in float64. */
function likeliest(logits: Float32Array, k: number): { id: number; probability: number }[] {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > largest) largest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  return order.slice(0, k).map((id) => ({ id, probability: Math.exp(logits[id]! - largest) / sum }));
}
