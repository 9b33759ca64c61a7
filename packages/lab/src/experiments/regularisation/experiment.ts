import type { Experiment } from '../experiment.js';
import type { RegularisationOptions } from './options.js';

export const regularisation: Experiment<RegularisationOptions> = {
  name: 'regularisation',
  title: 'Projection against explicit regularisation',
  question:
    'AlphaEdit preserves by a projection, sequential MEMIT by a penalty λ·‖ΔK₀‖². On one sequential benchmark, with λ swept: what does the projection contribute that no λ does?',
  onModel: true,
  run: async (context) => (await import('./measure-regularisation.js')).measureRegularisation(context),
};
