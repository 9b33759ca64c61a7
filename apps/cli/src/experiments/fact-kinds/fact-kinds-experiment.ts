import { Option } from 'commander';
import { wholeNumber } from '../../ui/parse-options.js';
import type { Experiment } from '../experiment.js';
import { type LaboratoryOptions, laboratoryOptions } from '../options.js';

export interface FactKindsOptions extends LaboratoryOptions {
  readonly editors: string;
  readonly batch: number;
}

export const factKindsExperiment: Experiment<FactKindsOptions> = {
  name: 'fact-kinds',
  title: 'Which facts are hard to edit',
  question:
    'Which kinds of facts (by relation, by how rare the subject is, by how sure the model was) are edited worse, and does the null space explain it?',
  onModel: true,
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
  run: async (context) => (await import('./measure-kinds.js')).measureKinds(context),
};
