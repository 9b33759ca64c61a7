import type { Editor, EditorSettings, EditSettings, LinearAlgebra, Matrix } from '@alphaedit/spec';

/** Makes the editor under test. Called several times: two editors must not know of one another. */
export type MakeEditor = () => Editor;

/** One layer's closed form with everything in full, as the suite computed it by itself. */
export interface ReferenceProblem {
  readonly linalg: LinearAlgebra;
  /** K [keySize, n]: ½ plain prompt + ½ mean of the other templates. */
  readonly keys: Matrix<Float64Array>;
  /** K_p [keySize, N]: the keys of the batches before; N = 0 at the first, and if nothing is handed on. */
  readonly earlierKeys: Matrix<Float64Array>;
  /** R = Z − H [hiddenSize, n], with the editor's own Z. */
  readonly residual: Matrix<Float64Array>;
  /** C₀ [keySize, keySize] */
  readonly secondMoment: Matrix<Float64Array>;
  /** P [keySize, keySize], formed. */
  readonly projector: Matrix<Float64Array>;
  /** W [hiddenSize, keySize] before the batch. */
  readonly weight: Matrix<Float64Array>;
  readonly settings: EditSettings;
  readonly editorSettings: EditorSettings;
}

/** Which editor to check, and what it is allowed. */
export interface EditorConformanceOptions {
  /** Settings to change from `TINY_SETTINGS`. */
  readonly settings?: Partial<EditSettings>;
  /** The editor's own settings, where the defaults do not suit a tiny model. */
  readonly editorSettings?: EditorSettings;
  /** Δ [hiddenSize, keySize] of one layer, in float64 and without shortcuts: the closed form as it is printed. */
  readonly reference?: (problem: ReferenceProblem) => Matrix | Promise<Matrix>;
  /** ‖Δ − reference‖ / ‖reference‖ at most; `REFERENCE_TOLERANCE` by default. */
  readonly referenceTolerance?: number;
  /** Starts the tensor engine, once, before the first check; the one that runs is used where left out. */
  readonly startEngine?: () => Promise<unknown>;
}
