import type { Experiment } from '../experiment.js';
import type { HiddenStatesOptions } from './options.js';

export const hiddenStates: Experiment<HiddenStatesOptions> = {
  name: 'hidden-states',
  title: 'Hidden states of what was not edited',
  question:
    'As edits add up, does the distribution of the hidden states of other prompts stay where it was, and what does the projection do for it?',
  onModel: true,
  run: async (context) => (await import('./measure-shifts.js')).measureShifts(context),
};
