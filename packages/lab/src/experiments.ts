import { batchSize } from './experiments/batch-size/experiment.js';
import { cost } from './experiments/cost/experiment.js';
import type { Experiment } from './experiments/experiment.js';
import { factKinds } from './experiments/fact-kinds/experiment.js';
import { hiddenStates } from './experiments/hidden-states/experiment.js';
import { leak } from './experiments/leak/experiment.js';
import { regularisation } from './experiments/regularisation/experiment.js';
import { revisions } from './experiments/revisions/experiment.js';
import { threshold } from './experiments/threshold/experiment.js';

export type { Experiment, ExperimentContext, ExperimentOutcome } from './experiments/experiment.js';

/** Every experiment, in the order they are listed. Each loads what it needs when it is run. */
export const experiments = [
  leak,
  hiddenStates,
  batchSize,
  threshold,
  factKinds,
  regularisation,
  revisions,
  cost,
] as readonly Experiment[];
