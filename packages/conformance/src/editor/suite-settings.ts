import type { EditSettings } from '@alphaedit/spec';
import { TINY_SETTINGS } from '../tiny/tiny-edit.js';

/** Settings under which every editor of this project wins on the tiny model: a loose clamp, weak ridges. */
export const SUITE_SETTINGS: EditSettings = {
  ...TINY_SETTINGS,
  zSteps: 7,
  clampNormFactor: 8,
  klFactor: 0.01,
  mom2UpdateWeight: 1,
  L2: 0.1,
};
