import { linePlot } from '@alphaedit/report';

interface SpectrumResult {
  readonly threshold: { readonly kind: 'absolute' | 'keep-trace'; readonly value: number };
  readonly layers: readonly {
    readonly layer: number;
    readonly dimension: number;
    readonly nullDimension: number;
    /** Eigenvalues at evenly spread ranks, ascending. */
    readonly quantiles: readonly number[];
  }[];
}

/** Eigenvalues of C₀ by rank, one line per layer, from what `alphaedit spectrum … --json` printed. */
export function spectrumFigure({ threshold, layers }: SpectrumResult): Promise<string> {
  return linePlot({
    title: 'Eigenvalues of C₀, smallest first',
    x: 'rank, in % of the dimension',
    y: 'eigenvalue (mean square of the keys)',
    logY: true,
    series: [
      ...layers.map(({ layer, quantiles }) => ({
        name: `layer ${layer}`,
        points: quantiles.map((value, i) => [(100 * i) / (quantiles.length - 1), value] as const),
      })),
      ...(threshold.kind === 'absolute'
        ? [
            {
              name: `τ = ${threshold.value}`,
              points: [[0, threshold.value] as const, [100, threshold.value] as const],
            },
          ]
        : []),
    ],
  });
}
