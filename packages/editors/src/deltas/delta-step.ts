import type {
  EditorRequirement,
  EditorSetting,
  EditorSettings,
  EditSettings,
  LinearAlgebra,
  Matrix,
  Statistics,
  WeightDelta,
} from '@alphaedit/spec';

/** What a step is given: the change of one layer, and what it may look at. */
export interface DeltaProblem {
  readonly linalg: LinearAlgebra;
  readonly layer: number;
  readonly delta: WeightDelta;
  /** W [dOut, dIn] before the batch. */
  readonly weight: () => Promise<Matrix>;
  readonly settings: EditSettings;
  /** The editor's own settings, complete. */
  readonly editorSettings: EditorSettings;
  readonly statistics: Statistics | undefined;
}

/** What becomes of a layer's Δ once all layers are solved, before it is applied. */
export interface DeltaStep {
  readonly requires: readonly EditorRequirement[];
  /** Settings it has of its own. */
  readonly settings?: Readonly<Record<string, EditorSetting>>;
  apply(problem: DeltaProblem): Promise<WeightDelta>;
}
