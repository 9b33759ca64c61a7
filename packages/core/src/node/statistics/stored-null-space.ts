import type { NullSpace } from '@alphaedit/covariance';
import type { StoredStatistics } from '@alphaedit/covariance/node';
import type { NullSpaceThreshold, Statistics } from '@alphaedit/spec';

/** What a threshold leaves of a layer where statistics hold it; nothing where it would have to be computed. */
export async function storedNullSpace(
  statistics: Statistics,
  layer: number,
  threshold: NullSpaceThreshold,
): Promise<NullSpace | undefined> {
  return 'storedNullSpace' in statistics
    ? (statistics as StoredStatistics).storedNullSpace(layer, threshold)
    : undefined;
}
