import { batchSizeExperiment } from './batch-size/batch-size-experiment.js';
import { costExperiment } from './cost/cost-experiment.js';
import type { Experiment } from './experiment.js';
import { factKindsExperiment } from './fact-kinds/fact-kinds-experiment.js';
import { hiddenStatesExperiment } from './hidden-states/hidden-states-experiment.js';
import { leakExperiment } from './leak/leak-experiment.js';
import { regularisationExperiment } from './regularisation/regularisation-experiment.js';
import { thresholdExperiment } from './threshold/threshold-experiment.js';

/** Every experiment, in the order they are listed. */
export const experiments = [
  leakExperiment,
  hiddenStatesExperiment,
  batchSizeExperiment,
  thresholdExperiment,
  factKindsExperiment,
  regularisationExperiment,
  costExperiment,
] as readonly Experiment[];
