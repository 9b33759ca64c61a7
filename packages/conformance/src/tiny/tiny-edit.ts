import type { EditSettings, Fact } from '@alphaedit/spec';

/** Three short facts; the tiny model's answers to them are as random as its weights. */
export const TINY_FACTS: readonly Fact[] = [
  { id: 'a', subject: 'Ada Vo', prompt: '{} was born in', target: 'Ux', truth: 'Io' },
  { id: 'b', subject: 'Bel', prompt: 'The home of {} is the', target: 'moon', truth: 'sea' },
  { id: 'c', subject: 'Corin', prompt: '{} sings', target: 'a', truth: 'b' },
];

/** Contexts as a run would sample them, short. */
export const TINY_TEMPLATES: readonly string[] = ['{}', 'It is so. {}', 'You see that. {}'];

/** Settings with which an edit of the tiny model takes hold within a dozen steps. */
export const TINY_SETTINGS: EditSettings = {
  layers: [1, 2],
  zSteps: 12,
  zLearningRate: 0.5,
  zLossLayer: 3,
  zWeightDecay: 0.5,
  clampNormFactor: 4,
  klFactor: 0.0625,
  mom2UpdateWeight: 100,
  nullSpaceThreshold: 0.02,
  nullSpaceKeepTrace: 0.9,
  L2: 1,
};
