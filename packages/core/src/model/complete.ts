import { generate } from '@alphaedit/model';
import type { ModelPort, Work } from '@alphaedit/spec';
import { promptIds } from './predict.js';

/** How a prompt is continued. */
export interface CompleteOptions extends Work {
  /** New tokens at most; 20 by default. */
  readonly tokens?: number;
  /** Sample among the k likeliest tokens; 1, the default, takes the likeliest each time. */
  readonly topK?: number;
  /** Seed of the sampling; 0 by default. */
  readonly seed?: number;
}

/** A continuation. */
export interface Completion {
  readonly inputIds: readonly number[];
  readonly ids: readonly number[];
  /** What follows the prompt. */
  readonly text: string;
}

/**
 * Continues a prompt, up to the model's end-of-text token, its context, or `tokens`.
 *
 * @throws {DatasetError} `empty-prompt`, `prompt-too-long`
 */
export async function complete(
  model: ModelPort,
  prompt: string,
  { tokens: maxNewTokens = 20, topK = 1, seed, signal, onProgress }: CompleteOptions = {},
): Promise<Completion> {
  const inputIds = promptIds(model, prompt);
  const work = { maxNewTokens, topK, seed, signal, onProgress };
  const [ids = []] =
    inputIds.length < model.info.contextLength ? await generate(model, [inputIds], work) : [];
  return { inputIds, ids, text: model.tokenizer.decode(ids, { skipSpecialTokens: true }) };
}
