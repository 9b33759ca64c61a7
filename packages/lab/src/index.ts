export type { BenchOptions } from './bench/bench-options.js';
export {
  benchDocument,
  type CoursePoint,
  type EditorResult,
  editorResults,
  largestChange,
  liftOf,
  newlySaid,
} from './bench/bench-results.js';
export { expandEditors } from './bench/expand-editors.js';
export { formOf, liftSentence, signed, TIME_WORDS } from './bench/lift-words.js';
export { type BenchRun, type BenchState, runBench } from './bench/run-bench.js';
export { saveBench } from './bench/save-bench.js';
export { type EvaluatedRun, type Evaluation, evaluateRun } from './evaluation/evaluate-run.js';
export { evaluationDocument } from './evaluation/evaluation-document.js';
export { evaluationReport } from './evaluation/evaluation-report.js';
export { exposureRows, otherRows, spread } from './evaluation/evaluation-rows.js';
export { type FailingFact, failingFacts } from './evaluation/failing-facts.js';
export type { Measures } from './evaluation/measure-model.js';
export { quirksOf } from './evaluation/quirks-of.js';
export { type AskedForms, type EvalInputs, type EvalOptions, readInputs } from './evaluation/read-inputs.js';
export { recordsText } from './evaluation/records-text.js';
export type { Experiment, ExperimentContext, ExperimentOutcome } from './experiments/experiment.js';
export {
  type ExperimentRequest,
  type ExperimentRun,
  type FigureFile,
  runExperiment,
} from './experiments/run-experiment.js';
export { experiments } from './experiments.js';
export {
  type HealthPoint,
  type HealthRun,
  healthFacts,
  healthPoints,
  measuredLayers,
  openHealthRun,
} from './health/health-points.js';
export { healthReport } from './health/health-report.js';
export type { LabWork } from './lab-work.js';
export { provenance } from './provenance.js';
export { FORM_NAMES, percent } from './words.js';
