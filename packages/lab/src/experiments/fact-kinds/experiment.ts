import type { Experiment } from '../experiment.js';
import type { FactKindsOptions } from './options.js';

export const factKinds: Experiment<FactKindsOptions> = {
  name: 'fact-kinds',
  title: 'Which facts are hard to edit',
  question:
    'Which kinds of facts (by relation, by how rare the subject is, by how sure the model was) are edited worse, and does the null space explain it?',
  onModel: true,
  run: async (context) => (await import('./measure-kinds.js')).measureKinds(context),
};
