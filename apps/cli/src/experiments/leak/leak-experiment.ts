import { Option } from 'commander';
import { numberList } from '../../ui/parse-options.js';
import type { Experiment } from '../experiment.js';
import { holdOutOption, type LaboratoryOptions, laboratoryOptions } from '../options.js';

export interface LeakOptions extends LaboratoryOptions {
  readonly absolute: readonly number[];
  readonly relative: readonly number[];
}

export const leakExperiment: Experiment<LeakOptions> = {
  name: 'leak',
  title: 'What leaks through the null space',
  question:
    'AlphaEdit promises that the change Δ of a weight does nothing to what the model knows: Δ·K₀ = 0. How near to zero does Δ·K₀ come, and what leaks, for absolute and relative thresholds?',
  onModel: true,
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
  run: async (context) => (await import('./measure-leaks.js')).measureLeaks(context),
};
