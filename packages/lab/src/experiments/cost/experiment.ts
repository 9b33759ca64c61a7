import type { Experiment } from '../experiment.js';
import type { CostOptions } from './options.js';

export const cost: Experiment<CostOptions> = {
  name: 'cost',
  title: 'What decomposition and solve cost as the width grows',
  question:
    'The null space takes an eigen-decomposition of a d × d matrix per layer, the edit a solve. What do they cost as the key width d grows from 1024 to 14336, and where do they stop being affordable?',
  onModel: false,
  run: async (context) => (await import('./measure-costs.js')).measureCosts(context),
};
