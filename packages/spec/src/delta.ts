import type { Matrix } from './matrix.js';
import type { Orientation } from './orientation.js';

interface DeltaTarget {
  /** Name of the weight in the checkpoint. */
  readonly parameter: string;
  /** How that weight is stored; the factors below are always in the mathematical orientation. */
  readonly orientation: Orientation;
}

/** ΔW [dOut, dIn] = left · rightᵀ, kept as its factors. */
export interface LowRankDelta extends DeltaTarget {
  readonly kind: 'low-rank';
  /** [dOut, r] */
  readonly left: Matrix;
  /** [dIn, r] */
  readonly right: Matrix;
  /**
   * Whether r is the number of facts of the batch and column i of both factors is what fact i added, so that a fact
   * can be taken out of the change: ΔW − leftᵢ rightᵢᵀ. Left out where columns belong to no single fact.
   */
  readonly byFact?: boolean;
}

/** ΔW [dOut, dIn] in full, for editors whose change has no thin form (RECT, PRUNE, FT). */
export interface DenseDelta extends DeltaTarget {
  readonly kind: 'dense';
  /** [dOut, dIn] */
  readonly value: Matrix;
}

/** A change of one weight. */
export type WeightDelta = LowRankDelta | DenseDelta;
