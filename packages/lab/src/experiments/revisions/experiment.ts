import type { Experiment } from '../experiment.js';
import type { RevisionsOptions } from './options.js';

export const revisions: Experiment<RevisionsOptions> = {
  name: 'revisions',
  title: 'Facts revised again and again',
  question:
    'The same facts change again and again in one run. Does the model say the last answer as often as after one edit, and what becomes of rewordings, neighbours and the other facts of the run?',
  onModel: true,
  run: async (context) => (await import('./measure-revisions.js')).measureRevisions(context),
};
