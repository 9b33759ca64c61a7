import type { CheckedOptions } from './checked-options.js';
import { hashJson } from './hash-json.js';
import { ARITHMETIC } from './second-moments.js';

/** Hash of everything that shapes a run but the text: two runs that differ in it cannot share a checkpoint. */
export function runKeyOf(
  modelHash: string,
  { layers, tokens, contextLength, batchTokens, windowTokens }: CheckedOptions,
): string {
  return hashJson([
    'run',
    ARITHMETIC,
    modelHash,
    layers,
    tokens ?? null,
    contextLength,
    batchTokens,
    windowTokens,
  ]);
}
