import type { EditSettings, NullSpaceProjector, Statistics } from '@alphaedit/spec';
import { nullSpaceThreshold } from '@alphaedit/spec';
import { requireStatistics } from './require-statistics.js';

/** P of a layer at the threshold the settings name. @throws {StatisticsError} */
export const projectorOf = (
  statistics: Statistics | undefined,
  layer: number,
  settings: EditSettings,
): Promise<NullSpaceProjector> =>
  requireStatistics(statistics).projector(layer, nullSpaceThreshold(settings));
