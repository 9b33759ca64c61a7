import { Option } from 'commander';
import { numberList } from '../../ui/parse-options.js';
import type { ExperimentCommand } from './experiment-command.js';
import { holdOutOption, laboratoryOptions } from './options.js';

export const leakCommand: ExperimentCommand = {
  options: () => [
    ...laboratoryOptions(20),
    holdOutOption(),
    new Option('--absolute <list>', 'thresholds τ on the eigenvalues')
      .argParser(numberList())
      .default([0.001, 0.005, 0.02, 0.1, 0.5]),
    new Option('--relative <list>', 'shares of the trace to preserve')
      .argParser(numberList(1))
      .default([0.5, 0.8, 0.95, 0.99, 0.999]),
  ],
  examples: [
    'alphaedit experiment leak models/demo --facts models/demo/facts.jsonl --text models/demo/text.txt --out results/leak',
  ],
};
