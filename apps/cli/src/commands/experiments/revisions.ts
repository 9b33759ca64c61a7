import { Option } from 'commander';
import { numberList, wholeNumber } from '../../ui/parse-options.js';
import type { ExperimentCommand } from './experiment-command.js';
import { laboratoryOptions } from './options.js';

export const revisionsCommand: ExperimentCommand = {
  options: () => [
    ...laboratoryOptions(50),
    new Option('--editors <list>', 'editors to set side by side').default('alphaedit,memit'),
    new Option('--revised <n>', 'facts that are revised: the last of them; the others are edited once')
      .argParser(wholeNumber(1))
      .default(10),
    new Option('--times <list>', 'edits of each revised fact when it is measured, even numbers')
      .argParser(numberList())
      .default([2, 4, 8, 16]),
    new Option('--batch <n>', 'facts per batch').argParser(wholeNumber(1)).default(10),
  ],
  examples: [
    'alphaedit experiment revisions models/demo --facts models/demo/facts.jsonl --text models/demo/text.txt --out results/revisions',
  ],
};
