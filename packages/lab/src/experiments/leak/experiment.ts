import type { Experiment } from '../experiment.js';
import type { LeakOptions } from './options.js';

export const leak: Experiment<LeakOptions> = {
  name: 'leak',
  title: 'What leaks through the null space',
  question:
    'AlphaEdit promises that the change Δ of a weight does nothing to what the model knows: Δ·K₀ = 0. How near to zero does Δ·K₀ come, and what leaks, for absolute and relative thresholds?',
  onModel: true,
  run: async (context) => (await import('./measure-leaks.js')).measureLeaks(context),
};
