import { Option } from 'commander';
import { numberList, wholeNumber } from '../../ui/parse-options.js';
import type { Experiment } from '../experiment.js';
import { holdOutOption, type LaboratoryOptions, laboratoryOptions } from '../options.js';

export interface ThresholdOptions extends LaboratoryOptions {
  readonly batch: number;
  readonly absolute: readonly number[];
  readonly relative: readonly number[];
}

export const thresholdExperiment: Experiment<ThresholdOptions> = {
  name: 'threshold',
  title: 'How sensitive the result is to the threshold',
  question:
    'Which eigenvalues count as zero is a choice. How do efficacy, generalization, specificity and perplexity of a sequential run depend on it, and does a relative threshold do what an absolute one cannot?',
  onModel: true,
  options: () => [
    ...laboratoryOptions(40),
    holdOutOption(),
    new Option('--batch <n>', 'facts per batch').argParser(wholeNumber(1)).default(10),
    new Option('--absolute <list>', 'thresholds τ on the eigenvalues')
      .argParser(numberList())
      .default([0.001, 0.005, 0.02, 0.1, 0.5]),
    new Option('--relative <list>', 'shares of the trace to preserve')
      .argParser(numberList(1))
      .default([0.5, 0.8, 0.95, 0.99]),
  ],
  examples: [
    'alphaedit experiment threshold models/demo --facts models/demo/facts.jsonl --text models/demo/text.txt --out results/threshold',
  ],
  run: async (context) => (await import('./measure-thresholds.js')).measureThresholds(context),
};
