import { Option } from 'commander';
import { numberList } from '../../ui/parse-options.js';
import type { Experiment } from '../experiment.js';
import { type LaboratoryOptions, laboratoryOptions } from '../options.js';

export interface BatchSizeOptions extends LaboratoryOptions {
  readonly editors: string;
  readonly sizes: readonly number[];
}

export const batchSizeExperiment: Experiment<BatchSizeOptions> = {
  name: 'batch-size',
  title: 'Growing batches',
  question: 'How many facts can be edited at once before efficacy, generalization or specificity gives way?',
  onModel: true,
  options: () => [
    ...laboratoryOptions(1000),
    new Option('--editors <list>', 'editors to set side by side').default('alphaedit'),
    new Option('--sizes <list>', 'facts in one batch, each from the unedited model')
      .argParser(numberList())
      .default([1, 10, 50, 100, 200]),
  ],
  examples: [
    'alphaedit experiment batch-size gpt2-xl --facts zsre.jsonl --stats stats --sizes 10,100,1000 --out results/batch-size',
  ],
  run: async (context) => (await import('./measure-batches.js')).measureBatches(context),
};
