import type { Experiment } from '../experiment.js';
import type { ThresholdOptions } from './options.js';

export const threshold: Experiment<ThresholdOptions> = {
  name: 'threshold',
  title: 'How sensitive the result is to the threshold',
  question:
    'Which eigenvalues count as zero is a choice. How do efficacy, generalization, specificity and perplexity of a sequential run depend on it, and does a relative threshold do what an absolute one cannot?',
  onModel: true,
  run: async (context) => (await import('./measure-thresholds.js')).measureThresholds(context),
};
