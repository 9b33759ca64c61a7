import { Option } from 'commander';
import { numberList } from '../../ui/parse-options.js';
import type { ExperimentCommand } from './experiment-command.js';
import { laboratoryOptions } from './options.js';

export const batchSizeCommand: ExperimentCommand = {
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
};
