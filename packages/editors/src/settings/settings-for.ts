import type { EditSettings, ModelInfo } from '@alphaedit/spec';

const COMMON = {
  zLearningRate: 0.5,
  zWeightDecay: 0.5,
  clampNormFactor: 0.75,
  klFactor: 0.0625,
  mom2UpdateWeight: 15_000,
  nullSpaceThreshold: 0.02,
  L2: 10,
} as const;

interface Published {
  readonly architecture: string;
  readonly blocks: number;
  readonly hiddenSize: number;
  readonly settings: Omit<EditSettings, 'zLossLayer'>;
}

/** The settings published with AlphaEdit, by the model they were chosen for. */
const PUBLISHED: readonly Published[] = [
  {
    architecture: 'gpt2',
    blocks: 48,
    hiddenSize: 1600,
    settings: { ...COMMON, layers: [13, 14, 15, 16, 17], zSteps: 20, mom2UpdateWeight: 20_000 },
  },
  {
    architecture: 'gptj',
    blocks: 28,
    hiddenSize: 4096,
    settings: { ...COMMON, layers: [3, 4, 5, 6, 7, 8], zSteps: 25 },
  },
  {
    architecture: 'llama',
    blocks: 32,
    hiddenSize: 4096,
    settings: { ...COMMON, layers: [4, 5, 6, 7, 8], zSteps: 25, zLearningRate: 0.1 },
  },
  {
    architecture: 'qwen2',
    blocks: 28,
    hiddenSize: 3584,
    settings: {
      ...COMMON,
      layers: [4, 5, 6, 7, 8],
      zSteps: 25,
      zWeightDecay: 1e-3,
      clampNormFactor: 4,
      L2: 1,
    },
  },
];

/**
 * Settings to start from: the published ones for the model they were made for, else a rule.
 *
 * The rule: blocks from an eighth to a quarter of the depth, where the early site lies in the published
 * models (at least one, at most five), 25 steps, and otherwise the values all published models share. Causal
 * tracing on the model itself is better.
 */
export function settingsFor(info: ModelInfo): EditSettings {
  const published = PUBLISHED.find(
    ({ architecture, blocks, hiddenSize }) =>
      architecture === info.architecture && blocks === info.blocks && hiddenSize === info.hiddenSize,
  );
  const zLossLayer = info.blocks - 1;
  if (published) return { ...published.settings, zLossLayer };
  const first = Math.min(Math.max(0, Math.round(info.blocks / 8)), info.blocks - 1);
  const last = Math.min(
    Math.max(first, Math.round(info.blocks / 4)),
    first + 4,
    Math.max(0, info.blocks - 2),
  );
  const layers = Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => first + i);
  return { ...COMMON, layers, zSteps: 25, zLossLayer };
}
