import { Option } from 'commander';
import { positiveNumber, wholeNumber } from '../../ui/parse-options.js';
import type { Experiment } from '../experiment.js';

export interface CostOptions {
  readonly widths: readonly number[];
  readonly facts: number;
  readonly history: number;
  readonly budget: number;
  readonly memory: number;
}

export const costExperiment: Experiment<CostOptions> = {
  name: 'cost',
  title: 'What decomposition and solve cost as the width grows',
  question:
    'The null space takes an eigen-decomposition of a d × d matrix per layer, the edit a solve. What do they cost as the key width d grows from 1024 to 14336, and where do they stop being affordable?',
  onModel: false,
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
  run: async (context) => (await import('./measure-costs.js')).measureCosts(context),
};
