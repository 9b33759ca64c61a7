import { batchSizeCommand } from './batch-size.js';
import { costCommand } from './cost.js';
import type { ExperimentCommand } from './experiment-command.js';
import { factKindsCommand } from './fact-kinds.js';
import { hiddenStatesCommand } from './hidden-states.js';
import { leakCommand } from './leak.js';
import { regularisationCommand } from './regularisation.js';
import { revisionsCommand } from './revisions.js';
import { thresholdCommand } from './threshold.js';

/** What the command line adds to every experiment, by its name. */
export const experimentCommands: Readonly<Record<string, ExperimentCommand>> = {
  leak: leakCommand,
  'hidden-states': hiddenStatesCommand,
  'batch-size': batchSizeCommand,
  threshold: thresholdCommand,
  'fact-kinds': factKindsCommand,
  regularisation: regularisationCommand,
  revisions: revisionsCommand,
  cost: costCommand,
};
