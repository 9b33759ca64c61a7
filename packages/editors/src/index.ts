export { alphaedit } from './alphaedit.js';
export { type AppliedDelta, applyDelta, undoDelta } from './apply-delta.js';
export { betaedit } from './betaedit.js';
export { blue } from './blue.js';
export { checkSettings } from './check-settings.js';
export { checkedFact } from './checked-fact.js';
export { type ClosedFormEditorOptions, closedFormEditor } from './closed-form-editor.js';
export { type ClosedForm, closedFormMemory } from './closed-form-memory.js';
export type { ComposableEditor } from './composable-editor.js';
export type { DeltaProblem, DeltaStep } from './delta-step.js';
export { describeRange, resolveEditorSettings } from './editor-settings.js';
export { emmet } from './emmet.js';
export { equalitySolver } from './equality-solver.js';
export { type FineTuningEditorOptions, fineTuningEditor } from './fine-tuning-editor.js';
export { ft } from './ft.js';
export { largestChangesStep } from './largest-changes-step.js';
export type { LayerProblem, LayerSolution, LayerSolver } from './layer-solver.js';
export { lookupIndex } from './lookup-index.js';
export { memit } from './memit.js';
export { memitSequential } from './memit-sequential.js';
export { nullSpaceConstrained } from './null-space-constrained.js';
export { type NullSpaceSolverOptions, nullSpaceSolver } from './null-space-solver.js';
export { nullSpaceThreshold } from './null-space-threshold.js';
export {
  type OptimisedValues,
  type OptimiseValuesRequest,
  optimiseValues,
  type ValueNorm,
} from './optimise-values.js';
export { planEdit } from './plan-edit.js';
export { projectedSolver } from './projected-solver.js';
export { prune } from './prune.js';
export { rankOneSolver } from './rank-one-solver.js';
export { rect } from './rect.js';
export { combinators, editorById, editors } from './registry.js';
export { requireStatistics } from './require-statistics.js';
export { type RestrainedEditorOptions, restrainedEditor } from './restrained-editor.js';
export { type RidgeHistory, type RidgeSolution, ridgeSolution } from './ridge-solution.js';
export { ridgeSolver } from './ridge-solver.js';
export { rome } from './rome.js';
export { settingsFor } from './settings-for.js';
export {
  firstAndLastLayer,
  lastLayerOnly,
  type Stage,
  type StagePolicy,
  spreadOverLayers,
} from './stage-policy.js';
