import { spectrum } from '@alphaedit/covariance';
import {
  type DecomposeStatisticsOptions,
  decomposeStatistics,
  openStatistics,
} from '@alphaedit/covariance/node';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import type { NullSpaceThreshold, Warning, Work } from '@alphaedit/spec';
import { OutputError, throwIfAborted } from '@alphaedit/spec';

/** The eigenvalues of one layer's second moment, and what a threshold makes of them. */
export interface LayerSpectrum {
  readonly layer: number;
  readonly dimension: number;
  readonly nullDimension: number;
  readonly largest: number;
  readonly median: number;
  readonly smallest: number;
  readonly trace: number;
  /** Share of the trace that the threshold preserves. */
  readonly preservedTrace: number;
  /** Eigenvalues at evenly spread ranks, the smallest and the largest among them, ascending. */
  readonly quantiles: readonly number[];
}

/** What is read of a statistics folder, and how it is shown. */
export interface ReadSpectraOptions extends Work {
  readonly threshold: NullSpaceThreshold;
  /** Eigenvalues to give of each layer, at evenly spread ranks. */
  readonly points: number;
  /** Key of the collection, or its first digits; needed where the folder holds several. */
  readonly collection?: string;
}

/**
 * Eigenvalues of every layer of a statistics folder, and what a threshold makes of them. What is not decomposed yet
 * is decomposed first, and stored where the folder can be written.
 *
 * @throws as `openStatistics`
 */
export async function readSpectra(
  directory: string,
  { threshold, points, collection: prefix, signal, onProgress }: ReadSpectraOptions,
): Promise<{ layers: LayerSpectrum[]; warnings: Warning[] }> {
  const linalg = createLinearAlgebra();
  const { collection } = await openStatistics(directory, { linalg, collection: prefix });
  const choice = { linalg, collection: collection.key };
  const warnings = await decomposed(directory, { ...choice, signal, onProgress });
  const statistics = await openStatistics(directory, choice);
  const layers: LayerSpectrum[] = [];
  const total = statistics.layers.length;
  for (const layer of statistics.layers) {
    throwIfAborted(signal, 'reading spectra');
    const { dimension, values, trace, largest, smallest, nullDimension } =
      (await statistics.storedSpectrum(layer)) ?? (await spectrum(statistics, layer));
    const d0 = nullDimension(threshold);
    const preserved = values.subarray(d0).reduce((sum, value) => sum + value, 0);
    const at = (share: number) => values[Math.round(share * (dimension - 1))]!;
    layers.push({
      layer,
      dimension,
      nullDimension: d0,
      largest,
      median: at(0.5),
      smallest,
      trace,
      preservedTrace: preserved / trace,
      quantiles: Array.from({ length: points }, (_, i) => at(i / (points - 1))),
    });
    if (d0 === 0) warnings.push(empty(layer, smallest));
    onProgress?.({ stage: 'spectrum', done: layers.length, total, unit: 'layers' });
  }
  return { layers, warnings };
}

/** Stores what is missing; where nothing can be written, what is read is computed for this time only. */
async function decomposed(directory: string, options: DecomposeStatisticsOptions): Promise<Warning[]> {
  try {
    await decomposeStatistics(directory, options);
    return [];
  } catch (error) {
    if (!OutputError.isInstance(error)) throw error;
    return [{ code: 'spectrum-not-stored', message: `The decompositions are not stored: ${error.message}` }];
  }
}

function empty(layer: number, smallest: number): Warning {
  return {
    code: 'empty-null-space',
    message: `Layer ${layer}: no eigenvalue lies under the threshold (the smallest is ${smallest.toPrecision(3)}), so an edit would be refused.`,
    data: { layer },
  };
}
