export { boundaryLayers } from './combinators/boundary-layers.js';
export type { Combinator } from './combinators/combinator.js';
export type { ComposableEditor, EditorLabel } from './combinators/composable-editor.js';
export { nullSpaceConstrained } from './combinators/null-space-constrained.js';
export {
  firstAndLastLayer,
  lastLayerOnly,
  type Stage,
  type StagePolicy,
  spreadOverLayers,
} from './combinators/stage-policy.js';
export { type AppliedDelta, applyDelta, undoDelta } from './deltas/apply-delta.js';
export type { DeltaProblem, DeltaStep } from './deltas/delta-step.js';
export { largestChangesStep } from './deltas/largest-changes-step.js';
export { describeEditor, describeEditors, type EditorDescription } from './describe-editors.js';
export { editorById } from './editor-by-id.js';
export { combinators, editors } from './editors.js';
export { type ClosedFormEditorOptions, closedFormEditor } from './frames/closed-form-editor.js';
export { type ClosedForm, closedFormMemory } from './frames/closed-form-memory.js';
export { type FineTuningEditorOptions, fineTuningEditor } from './frames/fine-tuning-editor.js';
export { type RestrainedEditorOptions, restrainedEditor } from './frames/restrained-editor.js';
export { alphaedit } from './methods/alphaedit.js';
export { betaedit } from './methods/betaedit.js';
export { blue } from './methods/blue.js';
export { emmet } from './methods/emmet.js';
export { ft } from './methods/ft.js';
export { memit } from './methods/memit.js';
export { memitSequential } from './methods/memit-seq.js';
export { prune } from './methods/prune.js';
export { rect } from './methods/rect.js';
export { rome } from './methods/rome.js';
export { planEdit } from './plan-edit.js';
export { checkSettings } from './settings/check-settings.js';
export { describeRange, resolveEditorSettings } from './settings/editor-settings.js';
export { settingsFor } from './settings/settings-for.js';
export { equalitySolver } from './solvers/equality-solver.js';
export type { LayerProblem, LayerSolution, LayerSolver } from './solvers/layer-solver.js';
export { type NullSpaceSolverOptions, nullSpaceSolver } from './solvers/null-space-solver.js';
export { projectedSolver } from './solvers/projected-solver.js';
export { rankOneSolver } from './solvers/rank-one-solver.js';
export { type RidgeHistory, type RidgeSolution, ridgeSolution } from './solvers/ridge-solution.js';
export { ridgeSolver } from './solvers/ridge-solver.js';
export { requireStatistics } from './statistics/require-statistics.js';
export { checkedFact } from './subjects/checked-fact.js';
export { lookupIndex } from './subjects/lookup-index.js';
export { optimiseValues } from './values/optimise-values.js';
export type { OptimiseValuesRequest, ValueNorm } from './values/value-request.js';
