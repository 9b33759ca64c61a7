import type { Scenario } from './scenario.js';
import { damage } from './scenarios/damage.js';
import { killedCovariance, killedEdit, killedExport, killedUndo } from './scenarios/kills.js';
import { killedPull, twoPulls } from './scenarios/pulls.js';
import { otherEdits, sameEdits, stoppedEdit, threeUndos, twoCollections } from './scenarios/races.js';

/** All of them, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [
  ...[killedEdit, killedUndo, killedExport, killedCovariance, killedPull],
  ...[sameEdits, otherEdits, stoppedEdit, threeUndos, twoCollections, twoPulls],
  damage,
];
