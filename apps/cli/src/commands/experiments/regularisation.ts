import { Option } from 'commander';
import { numberList, wholeNumber } from '../../ui/parse-options.js';
import type { ExperimentCommand } from './experiment-command.js';
import { holdOutOption, laboratoryOptions } from './options.js';

export const regularisationCommand: ExperimentCommand = {
  options: () => [
    ...laboratoryOptions(60),
    holdOutOption(),
    new Option('--batch <n>', 'facts per batch').argParser(wholeNumber(1)).default(10),
    new Option('--lambda <list>', 'weights λ of the penalty (mom2UpdateWeight)')
      .argParser(numberList())
      .default([1, 10, 100, 1000, 10_000, 100_000]),
    new Option('--beta <list>', 'ridges β of AlphaEdit (L2)').argParser(numberList()).default([0.1, 1, 10]),
    new Option(
      '--every <n>',
      'batches between two measurements on the facts so far, for the curves of the run; none where left out',
    ).argParser(wholeNumber(1)),
    new Option('--prompts <n>', 'prompts of other facts, at most, whose hidden states are followed')
      .argParser(wholeNumber(2))
      .default(200),
  ],
  examples: [
    'alphaedit experiment regularisation models/demo --facts models/demo/facts.jsonl --text models/demo/text.txt --out results/regularisation',
  ],
};
