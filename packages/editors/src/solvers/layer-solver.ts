import type {
  EditorRequirement,
  EditorSetting,
  EditorSettings,
  EditSettings,
  LinearAlgebra,
  Matrix,
  Statistics,
  Warning,
} from '@alphaedit/spec';
import type { SubjectKeys } from '../subjects/subject-keys.js';

/** What a solver is given: one batch at one layer. */
export interface LayerProblem extends SubjectKeys {
  readonly linalg: LinearAlgebra;
  readonly layer: number;
  readonly settings: EditSettings;
  /** The editor's own settings, complete. */
  readonly editorSettings: EditorSettings;
  readonly statistics: Statistics | undefined;
  /** What this solver kept from earlier batches at this layer; empty at the first. */
  readonly history: Readonly<Record<string, Matrix>>;
  /** Facts of earlier batches that no longer count, from 0: their keys are no longer held. */
  readonly takenOut?: ReadonlySet<number>;
}

/** A solver's answer: the weights of the change, and what to remember. */
export interface LayerSolution {
  /** A [keySize, facts] with Δ = R · Aᵀ. */
  readonly weights: Matrix<Float64Array>;
  /** What to keep for the next batch. */
  readonly history: Readonly<Record<string, Matrix>>;
  readonly warnings?: readonly Warning[];
}

/** How one closed-form editor turns keys into a change. This is all that differs between them. */
export interface LayerSolver {
  readonly requires: readonly EditorRequirement[];
  /** What of these it needs under settings of its own: all where left out. */
  requiresWith?(settings: EditorSettings): readonly EditorRequirement[];
  /** What `compat: 'official'` does to it, in words, where that is anything. */
  readonly official?: string;
  /** Settings it has of its own, beside `compat`, which every editor of the frame has. */
  readonly settings?: Readonly<Record<string, EditorSetting>>;
  solve(problem: LayerProblem): Promise<LayerSolution>;
  /** The solver with its preservation term replaced by the null-space constraint; A ← PA where left out. */
  nullSpace?(): LayerSolver;
}
