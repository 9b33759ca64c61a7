import { Option } from 'commander';
import { positiveNumber, wholeNumber } from '../../ui/parse-options.js';
import type { ExperimentCommand } from './experiment-command.js';

export const costCommand: ExperimentCommand = {
  options: () => [
    new Option('--widths <list>', 'key widths d, ascending')
      .argParser((text) => text.split(',').map(wholeNumber(16)))
      .default([1024, 2048, 3072, 4096, 6144, 8192, 11008, 14336]),
    new Option('--facts <n>', 'facts in a batch').argParser(wholeNumber(1)).default(100),
    new Option('--history <n>', 'facts edited before').argParser(wholeNumber(0)).default(900),
    new Option('--budget <seconds>', 'processor seconds one operation may take; above, it is extrapolated')
      .argParser(positiveNumber())
      .default(120),
    new Option('--memory <GiB>', 'memory one operation may take').argParser(positiveNumber()).default(4),
  ],
  examples: [
    'alphaedit experiment cost --out results/cost',
    'alphaedit experiment cost --widths 512,1024,2048 --out results/cost',
  ],
};
