import type { Experiment } from './experiment.js';
import { leakExperiment } from './leak/leak-experiment.js';

/** Every experiment, in the order they are listed. */
export const experiments = [leakExperiment] as readonly Experiment[];
