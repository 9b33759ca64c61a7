import type { Matrix, ModelPort, Work } from '@alphaedit/spec';
import { askedPrompt, DatasetError, SettingsError, throwIfAborted } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { batchByLength } from '../scoring/batch-by-length.js';

/** How hidden states are collected. */
export interface HiddenStatesOptions extends Work {
  /** Block whose output is read: the last edit layer. */
  readonly block: number;
  /** Most tokens in one forward pass; 1024 by default. */
  readonly batchTokens?: number;
}

/**
 * The output of a block at the last token of each prompt, [prompts, hiddenSize], in the order of the prompts.
 * Only the blocks up to it are run. No tensor is left behind.
 *
 * @throws {SettingsError} `layer-out-of-range`
 * @throws {DatasetError} `no-text`, `prompt-too-long`
 */
export async function hiddenStates(
  model: ModelPort,
  prompts: readonly string[],
  { block, batchTokens = 1024, signal, onProgress }: HiddenStatesOptions,
): Promise<Matrix<Float32Array>> {
  const { hiddenSize, blocks } = model.info;
  if (!Number.isSafeInteger(block) || block < 0 || block >= blocks) {
    throw new SettingsError({
      code: 'layer-out-of-range',
      message: `There is no block ${block}; the model has ${blocks}, counted from 0.`,
      hint: 'Give the last edit layer.',
      data: { block, blocks },
    });
  }
  const { tokenizer } = model;
  const rows = prompts.map((prompt) => tokenizer.encode(askedPrompt(tokenizer, prompt)));
  for (const [i, row] of rows.entries()) checkLength(model, prompts[i]!, row.length);
  const data = new Float32Array(rows.length * hiddenSize);
  let done = 0;
  for (const batch of batchByLength(
    rows.map(({ length }) => length),
    batchTokens,
  )) {
    throwIfAborted(signal, 'reading hidden states');
    const lengths = batch.map((row) => rows[row]!.length);
    const layout = model.layout(lengths);
    const last = tf.tidy(() => {
      const embedded = model.embed(
        batch.map((row) => rows[row]!),
        layout,
      );
      const states = model.forward(embedded, { layout, to: block + 1 });
      const cells = lengths.map((length, r) => r * layout.length + length - 1);
      return tf.gather(tf.reshape(states, [-1, hiddenSize]), tf.tensor1d(cells, 'int32'));
    });
    layout.dispose();
    const values = await last.data();
    last.dispose();
    for (const [r, row] of batch.entries()) {
      data.set(values.subarray(r * hiddenSize, (r + 1) * hiddenSize) as Float32Array, row * hiddenSize);
    }
    done += batch.length;
    onProgress?.({ stage: 'hidden states', done, total: rows.length, unit: 'prompts' });
    await new Promise((resolve) => setTimeout(resolve));
  }
  return { rows: rows.length, cols: hiddenSize, data };
}

function checkLength(model: ModelPort, prompt: string, length: number): void {
  const { contextLength } = model.info;
  if (length > 0 && length <= contextLength) return;
  throw new DatasetError({
    code: length === 0 ? 'empty-prompt' : 'prompt-too-long',
    message: `The prompt ${JSON.stringify(prompt.slice(0, 60))} has ${length} tokens; the model reads 1 to ${contextLength}.`,
    hint: 'Leave it out or shorten it.',
    data: { tokens: length, contextLength },
  });
}
