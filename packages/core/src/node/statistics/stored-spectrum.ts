import type { Spectrum } from '@alphaedit/covariance';
import type { StoredStatistics } from '@alphaedit/covariance/node';
import type { Statistics } from '@alphaedit/spec';

/** Eigenvalues of a layer where statistics hold them; nothing where they would have to be computed. */
export async function storedSpectrum(statistics: Statistics, layer: number): Promise<Spectrum | undefined> {
  return 'storedSpectrum' in statistics ? (statistics as StoredStatistics).storedSpectrum(layer) : undefined;
}
