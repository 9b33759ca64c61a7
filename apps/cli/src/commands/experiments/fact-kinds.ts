import { Option } from 'commander';
import { wholeNumber } from '../../ui/parse-options.js';
import type { ExperimentCommand } from './experiment-command.js';
import { laboratoryOptions } from './options.js';

export const factKindsCommand: ExperimentCommand = {
  options: () => [
    ...laboratoryOptions(100),
    new Option('--editors <list>', 'an editor with a projection, and one without, to tell its part').default(
      'alphaedit,memit',
    ),
    new Option('--batch <n>', 'facts per batch').argParser(wholeNumber(1)).default(100),
  ],
  examples: [
    'alphaedit experiment fact-kinds models/demo --facts models/demo/facts.jsonl --text models/demo/text.txt --out results/fact-kinds',
  ],
};
