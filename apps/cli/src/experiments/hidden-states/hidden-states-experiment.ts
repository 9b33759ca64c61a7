import { Option } from 'commander';
import { numberList, wholeNumber } from '../../ui/parse-options.js';
import type { Experiment } from '../experiment.js';
import { type LaboratoryOptions, laboratoryOptions } from '../options.js';

export interface HiddenStatesOptions extends LaboratoryOptions {
  readonly editors: string;
  readonly batch: number;
  readonly prompts: number;
  readonly known?: string;
  readonly lambda?: readonly number[];
}

export const hiddenStatesExperiment: Experiment<HiddenStatesOptions> = {
  name: 'hidden-states',
  title: 'Hidden states of what was not edited',
  question:
    'As edits add up, does the distribution of the hidden states of other prompts stay where it was, and what does the projection do for it?',
  onModel: true,
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
  run: async (context) => (await import('./measure-shifts.js')).measureShifts(context),
};
