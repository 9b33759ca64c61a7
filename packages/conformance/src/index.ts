export {
  type ArchitectureConformanceOptions,
  architectureChecks,
} from './architecture/architecture-checks.js';
export { architectureConformance } from './architecture/architecture-conformance.js';
export { type ReferenceRun, referenceForward, type Tensors } from './architecture/reference-forward.js';
export type { Check, Suite } from './check.js';
export { ConformanceError } from './conformance-error.js';
export { REFERENCE_TOLERANCE } from './editor/checks/reference.js';
export { type EditorCheckId, editorChecks } from './editor/editor-checks.js';
export { editorConformance } from './editor/editor-conformance.js';
export type {
  EditorConformanceOptions,
  MakeEditor,
  ReferenceProblem,
} from './editor/editor-conformance-options.js';
export { type EngineConformanceOptions, engineChecks } from './engine/engine-checks.js';
export { engineConformance } from './engine/engine-conformance.js';
export { relativeDistance } from './relative-distance.js';
export type { TestRunner } from './runner.js';
export { randomNumbers } from './tiny/random-numbers.js';
export { type TinyCheckpoint, type TinyCheckpointOptions, tinyCheckpoint } from './tiny/tiny-checkpoint.js';
export { TINY_FACTS, TINY_SETTINGS, TINY_TEMPLATES } from './tiny/tiny-edit.js';
export { type TinyModelOptions, tinyModel } from './tiny/tiny-model.js';
export { tinyRequest } from './tiny/tiny-request.js';
export { tinySecondMoment, tinyStatistics } from './tiny/tiny-statistics.js';
