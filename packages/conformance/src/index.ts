export {
  type ArchitectureCheck,
  type ArchitectureConformanceOptions,
  type ArchitectureSuite,
  architectureChecks,
} from './architecture/architecture-checks.js';
export {
  type ArchitectureTestRunner,
  architectureConformance,
} from './architecture/architecture-conformance.js';
export { type ReferenceRun, referenceForward, type Tensors } from './architecture/reference-forward.js';
export { relativeDistance } from './relative-distance.js';
export { randomNumbers } from './tiny/random-numbers.js';
export { type TinyCheckpoint, type TinyCheckpointOptions, tinyCheckpoint } from './tiny/tiny-checkpoint.js';
export { TINY_FACTS, TINY_SETTINGS, TINY_TEMPLATES } from './tiny/tiny-edit.js';
export { type TinyModelOptions, tinyModel } from './tiny/tiny-model.js';
export { tinyRequest } from './tiny/tiny-request.js';
export { tinySecondMoment, tinyStatistics } from './tiny/tiny-statistics.js';
