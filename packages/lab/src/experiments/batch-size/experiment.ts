import type { Experiment } from '../experiment.js';
import type { BatchSizeOptions } from './options.js';

export const batchSize: Experiment<BatchSizeOptions> = {
  name: 'batch-size',
  title: 'Growing batches',
  question: 'How many facts can be edited at once before efficacy, generalization or specificity gives way?',
  onModel: true,
  run: async (context) => (await import('./measure-batches.js')).measureBatches(context),
};
