import { spectrum } from '@alphaedit/covariance';
import { openStatistics } from '@alphaedit/covariance/node';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import type { NullSpaceThreshold, Warning, Work } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';

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

/** Eigenvalues of every layer of a statistics folder, and what a threshold makes of them. */
export async function readSpectra(
  directory: string,
  threshold: NullSpaceThreshold,
  points: number,
  { signal, onProgress }: Work = {},
): Promise<{ layers: LayerSpectrum[]; warnings: Warning[] }> {
  const statistics = await openStatistics(directory, { linalg: createLinearAlgebra() });
  const layers: LayerSpectrum[] = [];
  const warnings: Warning[] = [];
  const total = statistics.layers.length;
  for (const layer of statistics.layers) {
    throwIfAborted(signal, 'decomposing second moments');
    const { dimension, values, trace, largest, smallest, nullDimension } = await spectrum(statistics, layer);
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

function empty(layer: number, smallest: number): Warning {
  return {
    code: 'empty-null-space',
    message: `Layer ${layer}: no eigenvalue lies under the threshold (the smallest is ${smallest.toPrecision(3)}), so an edit would be refused.`,
    data: { layer },
  };
}
