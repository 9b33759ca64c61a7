import type { NullSpaceThreshold } from '@alphaedit/spec';

/** One layer's change under one constraint. All leaks are ‖ΔK‖ / ‖WK‖, Frobenius. */
export interface LayerLeak {
  readonly layer: number;
  readonly nullDimension: number;
  /** Share of the trace of C₀ that lies in the preserved directions. */
  readonly preservedTrace: number;
  readonly deltaNorm: number;
  /** At the keys of the corpus, K₀. */
  readonly corpus: number;
  /** The part of it in the preserved directions U₁, which the projection makes zero. */
  readonly preserved: number;
  /** The largest leak the threshold allows for a change of this size: √λ · ‖Δ‖ / ‖WK₀‖, λ < τ the largest
   * eigenvalue counted as zero. */
  readonly bound: number;
  /** At keys of text that is not in C₀. */
  readonly heldOut: number | undefined;
}

export interface LeakRow {
  readonly editor: 'alphaedit' | 'memit';
  readonly threshold?: NullSpaceThreshold;
  /** Absent where no direction falls under the threshold: there is no edit. */
  readonly layers?: readonly LayerLeak[];
  readonly efficacy?: number;
  readonly generalization?: number;
  readonly specificity?: number;
  /** Share of the edited prompts after which the model writes the new answer. */
  readonly said?: number;
}

/** What an edit is worth. */
export type LeakScores = Pick<LeakRow, 'efficacy' | 'generalization' | 'specificity' | 'said'>;

export interface LeakData {
  readonly facts: number;
  readonly keySize: number;
  readonly corpusTokens: number | undefined;
  readonly heldOutTokens: number;
  readonly layers: readonly number[];
  readonly before: LeakScores;
  readonly rows: readonly LeakRow[];
}
