import type { Shape } from './training/shape.js';

/** The seed of the world that ships; everything but the order of floating-point sums follows from it. */
export const WORLD_SEED = 7;

/** All sizes but the vocabulary's, which the tokenizer decides. */
export const SHAPE: Omit<Shape, 'vocabSize'> = {
  blocks: 6,
  width: 192,
  inner: 1024,
  heads: 4,
  contextSize: 128,
};

/** Steps of the first cycle, in which the model learns the world. */
const LEARNING = 1800;
/** Steps of the second, in which it moves what it knows of a subject to the subject's last token. */
const MOVING = 700;

export const TRAINING = {
  steps: LEARNING + MOVING,
  tokensPerStep: 2048,
  /** Short rows start more documents at position 0, where prompts start; long ones train the later positions. */
  lengths: [64, 64, 64, 128],
  primerSteps: 500,
  /** The learning rate starts anew in each cycle. */
  cycles: [
    { start: 0, end: LEARNING, learningRate: 2.5e-3 },
    { start: LEARNING, end: LEARNING + MOVING, learningRate: 1.5e-3 },
  ],
  finalLearningRate: 1e-4,
  warmUpSteps: 150,
  /** How many early blocks do not look back at names, in which share of a step's rows (`earlyMask`). */
  hiding: (step: number) => (step < LEARNING ? { blocks: 0, share: 0 } : { blocks: 3, share: 0.9 }),
  optimizer: { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.1, clipNorm: 1 },
  seed: 11,
  checkSteps: 250,
} as const;
