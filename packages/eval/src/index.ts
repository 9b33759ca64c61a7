export { averageReports } from './bench/average-reports.js';
export { nestedSample } from './bench/nested-sample.js';
export {
  type EditorLift,
  type Lift,
  type LiftPair,
  type NullSpaceLift,
  nullSpaceLift,
  type ScoredTask,
} from './bench/null-space-lift.js';
export { withoutPrompts } from './bench/without-prompts.js';
export type {
  CapabilityExample,
  CapabilityRecord,
  CapabilityTask,
} from './capability/example.js';
export {
  type CapabilityReport,
  type MeasureCapabilityOptions,
  measureCapability,
} from './capability/measure-capability.js';
export { type ReadExamplesOptions, readExamples } from './capability/read-examples.js';
export { CAPABILITY_TASKS, type CapabilityTaskId, capabilityTask } from './capability/tasks.js';
export { weightedF1 } from './capability/weighted-f1.js';
export { type Change, type Comparison, compareReports } from './compare-reports.js';
export { compareRuns, type RunComparison, type RunContrast } from './compare-runs.js';
export type { FactFormatId, ZsreTarget } from './datasets/formats/fact-format.js';
export type { LineSource } from './datasets/lines-of.js';
export {
  type FactSet,
  type ReadFactsOptions,
  type ReadItem,
  readFacts,
  streamFacts,
} from './datasets/read-facts.js';
export { type EvaluateOptions, evaluate, type SaidOptions } from './evaluate.js';
export {
  EXPOSURE_BUDGET,
  type Exposure,
  type ExposureFigures,
  type ExposureOptions,
  type ExposureRecord,
  measureExposure,
} from './exposure/measure-exposure.js';
export { frechetDistance } from './hidden/frechet-distance.js';
export { type HiddenShift, hiddenShift } from './hidden/hidden-shift.js';
export { type HiddenStatesOptions, hiddenStates } from './hidden/hidden-states.js';
export { type Moments, moments } from './hidden/moments.js';
export { type PrincipalPlane, principalPlane } from './hidden/principal-plane.js';
export { consistency } from './metrics/consistency.js';
export type { Contest } from './metrics/contest.js';
export type { ContestResult } from './metrics/contest-result.js';
export { fluency } from './metrics/fluency.js';
export { FORMS, type Form } from './metrics/forms.js';
export { harmonicMean } from './metrics/harmonic-mean.js';
export { pairedDifference } from './metrics/paired-difference.js';
export { type Share, share } from './metrics/share.js';
export { SCORED_TASKS, TASKS, type Task } from './metrics/tasks.js';
export { type Perplexity, perplexity } from './perplexity.js';
export { QUIRKS, type Quirk } from './quirks.js';
export type { RecordResult, Report, Scores, TaskResult } from './report.js';
export {
  type AgeGroup,
  type Retention,
  type RetentionOptions,
  retention,
  retentionCurve,
} from './retention.js';
export { normaliseAnswer, type Says, saidText, saysAnswer } from './said/said-text.js';
export { type Beginning, tokensToSay, type WriteGreedily } from './said/sayings.js';
export type { Question } from './scoring/answer-row.js';
export { type AnswerScore, scoreAnswers } from './scoring/score-answers.js';
export type { ScoreOptions } from './scoring/score-rows.js';
export { type BootstrapOptions, bootstrap, type Interval } from './stats/bootstrap.js';
export { bootstrapMean } from './stats/bootstrap-mean.js';
export { type McNemar, mcnemar } from './stats/mcnemar.js';
export { type PairedBootstrap, pairedBootstrap } from './stats/paired-bootstrap.js';
export { spearman } from './stats/spearman.js';
export { summarize } from './summarize.js';
export {
  type MeasureTextsOptions,
  measureTexts,
  type WriteTexts,
  type WrittenRecord,
  type WrittenReport,
} from './texts/measure-texts.js';
export { type References, readReferences } from './texts/references.js';
export { type TermVector, type TfIdf, tfIdf } from './texts/tf-idf.js';
export { treebankWords } from './texts/treebank-words.js';
