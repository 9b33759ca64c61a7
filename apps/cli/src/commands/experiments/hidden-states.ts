import { Option } from 'commander';
import { numberList, wholeNumber } from '../../ui/parse-options.js';
import type { ExperimentCommand } from './experiment-command.js';
import { laboratoryOptions } from './options.js';

export const hiddenStatesCommand: ExperimentCommand = {
  options: () => [
    ...laboratoryOptions(60),
    new Option('--editors <list>', 'editors to set side by side').default('alphaedit,memit-seq'),
    new Option('--batch <n>', 'facts per batch').argParser(wholeNumber(1)).default(10),
    new Option(
      '--lambda <list>',
      'weights λ (mom2UpdateWeight) for editors that preserve by a penalty, a run each: to compare at equal efficacy',
    ).argParser(numberList()),
    new Option('--known <file>', 'facts that are not edited; the rest of --facts by default'),
    new Option('--prompts <n>', 'prompts that are not edited, at most')
      .argParser(wholeNumber(2))
      .default(1000),
  ],
  examples: [
    'alphaedit experiment hidden-states models/demo --facts models/demo/facts.jsonl --text models/demo/text.txt --out results/hidden-states',
  ],
};
