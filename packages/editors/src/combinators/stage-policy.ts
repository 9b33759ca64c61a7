/** One value optimisation, and the layers that are to produce the value together. */
export interface Stage {
  /** Ascending; the value is stored at the output of the last. Each layer takes an equal share of what is left. */
  readonly layers: readonly number[];
}

/** Which layers work towards which value, from the `layers` of the settings. Stages ascend. */
export type StagePolicy = (layers: readonly number[]) => readonly Stage[];

/** MEMIT: one value at the last layer, the residual spread over all. */
export const spreadOverLayers: StagePolicy = (layers) => [{ layers }];

/** ROME: the last layer alone. */
export const lastLayerOnly: StagePolicy = (layers) => [{ layers: layers.slice(-1) }];

/** BLUE: the first and the last layer, each towards a value of its own. */
export const firstAndLastLayer: StagePolicy = (layers) =>
  layers.length === 1 ? [{ layers }] : [{ layers: layers.slice(0, 1) }, { layers: layers.slice(-1) }];
