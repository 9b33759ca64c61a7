import type { KeyValueCache, ModelPort, Work } from '@alphaedit/spec';
import { eventLoopTurn, seededRandom, throwIfAborted } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { pickToken, type TokenChoice } from './pick-token.js';

/** How long a text to generate, and how its tokens are chosen. */
export interface GenerateOptions extends Work, TokenChoice {
  /** New tokens per prompt at most. */
  readonly maxNewTokens: number;
  /** Seed of the sampling; 0 by default. */
  readonly seed?: number;
  /** Stop a row at a token that ends a text (`TokenizerPort.endTokenIds`); true by default. The token is kept. */
  readonly stopAtEos?: boolean;
  /** Called with each new token of a row as soon as it is chosen; the row ends with it where this returns `true`. */
  readonly onToken?: (row: number, id: number) => boolean;
}

/**
 * Continues each row of token ids, all rows in one batch, with cached attention state: one full pass over
 * the prompts, then one token per row and step.
 *
 * @returns the new ids of each row
 * @throws {EditError} `context-exceeded` when a prompt does not fit the context; a continuation ends there
 */
export async function generate(
  model: ModelPort,
  prompts: readonly (readonly number[])[],
  options: GenerateOptions,
): Promise<number[][]> {
  const { maxNewTokens, seed = 0, stopAtEos = true, onToken, signal, onProgress } = options;
  const random = seededRandom(seed);
  const { eosTokenId, endTokenIds = [eosTokenId] } = model.tokenizer;
  const ends = new Set<number | undefined>(stopAtEos ? endTokenIds : []);
  const lengths = prompts.map((prompt) => prompt.length);
  const output: number[][] = prompts.map(() => []);
  const ended = prompts.map(() => false);
  let cache: KeyValueCache | undefined;
  let rows: readonly (readonly number[])[] = prompts;
  let starts = prompts.map(() => 0);
  try {
    for (let step = 0; step < maxNewTokens && !ended.every(Boolean); step++) {
      await eventLoopTurn();
      throwIfAborted(signal, 'generation');
      const next = await nextLogits(model, rows, starts, cache);
      cache?.dispose();
      cache = next.cache;
      const vocabulary = next.logits.length / prompts.length;
      starts = starts.map((start, r) => start + rows[r]!.length);
      rows = output.map((ids, r) => {
        const id = pickToken(next.logits.subarray(r * vocabulary, (r + 1) * vocabulary), options, random);
        if (ended[r]) return [id];
        ids.push(id);
        const told = onToken?.(r, id) ?? false;
        ended[r] = told || ends.has(id) || lengths[r]! + ids.length >= model.info.contextLength;
        return [id];
      });
      // Rows that have ended stay in the batch; hold them inside the context.
      starts = starts.map((start) => Math.min(start, model.info.contextLength - 1));
      onProgress?.({ stage: 'generate', done: step + 1, total: maxNewTokens, unit: 'tokens' });
    }
  } finally {
    cache?.dispose();
  }
  return output;
}

async function nextLogits(
  model: ModelPort,
  rows: readonly (readonly number[])[],
  starts: readonly number[],
  past: KeyValueCache | undefined,
): Promise<{ logits: Float32Array; cache: KeyValueCache }> {
  const lengths = rows.map((row) => row.length);
  const layout = model.layout(lengths, past && { past, starts });
  let cache: KeyValueCache | undefined;
  const logits = tf.tidy(() => {
    const run = model.forwardWithCache(model.embed(rows, layout), { layout, past, lengths });
    cache = run.cache;
    const cells = lengths.map((length, r) => r * layout.length + length - 1);
    const flat = tf.reshape(run.hidden, [-1, model.info.hiddenSize]);
    return model.logits(tf.gather(flat, tf.tensor1d(cells, 'int32')) as tf.Tensor2D);
  });
  layout.dispose();
  const values = (await logits.data()) as Float32Array;
  logits.dispose();
  return { logits: values, cache: cache! };
}
