import { Option } from 'commander';
import { numberList, wholeNumber } from '../../ui/parse-options.js';
import type { ExperimentCommand } from './experiment-command.js';
import { holdOutOption, laboratoryOptions } from './options.js';

export const thresholdCommand: ExperimentCommand = {
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
};
