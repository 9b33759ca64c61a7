import type { ModelInfo } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { settingsFor } from './settings-for.js';

const info = (architecture: string, blocks: number, hiddenSize: number): ModelInfo => ({
  architecture,
  blocks,
  hiddenSize,
  keySize: 4 * hiddenSize,
  heads: 1,
  keyValueHeads: 1,
  headSize: hiddenSize,
  vocabularySize: 1,
  contextLength: 1,
  parameters: 1,
  editable: [],
});

/** Columns of the table of published settings. */
const published = (
  ...row: [number[], number, number, number, number, number, number, number, number, number]
) => {
  const [
    layers,
    zSteps,
    zLearningRate,
    zLossLayer,
    zWeightDecay,
    clampNormFactor,
    klFactor,
    lambda,
    tau,
    L2,
  ] = row;
  const z = { zSteps, zLearningRate, zLossLayer, zWeightDecay };
  return { layers, ...z, clampNormFactor, klFactor, mom2UpdateWeight: lambda, nullSpaceThreshold: tau, L2 };
};

it.each([
  [
    'GPT2-XL',
    info('gpt2', 48, 1600),
    published([13, 14, 15, 16, 17], 20, 0.5, 47, 0.5, 0.75, 0.0625, 20_000, 0.02, 10),
  ],
  [
    'GPT-J-6B',
    info('gptj', 28, 4096),
    published([3, 4, 5, 6, 7, 8], 25, 0.5, 27, 0.5, 0.75, 0.0625, 15_000, 0.02, 10),
  ],
  [
    'Llama-3-8B',
    info('llama', 32, 4096),
    published([4, 5, 6, 7, 8], 25, 0.1, 31, 0.5, 0.75, 0.0625, 15_000, 0.02, 10),
  ],
  [
    'Qwen2.5-7B',
    info('qwen2', 28, 3584),
    published([4, 5, 6, 7, 8], 25, 0.5, 27, 1e-3, 4, 0.0625, 15_000, 0.02, 1),
  ],
])('%s is edited as published', (_, model, settings) => {
  expect(settingsFor(model)).toEqual(settings);
});

it.each([
  [1, [0]],
  [2, [0]],
  [3, [0, 1]],
  [8, [1, 2]],
  [12, [2, 3]],
  [16, [2, 3, 4]],
  [24, [3, 4, 5, 6]],
  [36, [5, 6, 7, 8, 9]],
  [80, [10, 11, 12, 13, 14]],
])('of %i blocks, the rule takes %j', (blocks, layers) => {
  const settings = settingsFor(info('qwen3', blocks, 64));
  expect(settings.layers).toEqual(layers);
  expect(settings.zLossLayer).toBe(blocks - 1);
});
