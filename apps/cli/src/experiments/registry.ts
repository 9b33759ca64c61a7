import { batchSizeExperiment } from './batch-size/batch-size-experiment.js';
import type { Experiment } from './experiment.js';
import { factKindsExperiment } from './fact-kinds/fact-kinds-experiment.js';
import { hiddenStatesExperiment } from './hidden-states/hidden-states-experiment.js';
import { leakExperiment } from './leak/leak-experiment.js';

/** Every experiment, in the order they are listed. */
export const experiments = [
  leakExperiment,
  hiddenStatesExperiment,
  batchSizeExperiment,
  factKindsExperiment,
] as readonly Experiment[];
