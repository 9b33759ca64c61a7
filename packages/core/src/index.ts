export { type BatchFigures, type BatchSummary, batchFigures, batchSummary } from './edit/batch-summary.js';
export { type EditedBatch, type EditInBatchesRequest, editInBatches } from './edit/edit-in-batches.js';
export { type HealthLimits, MAX_PERPLEXITY_RATIO } from './edit/health/health-limits.js';
export type { SaidShare } from './edit/health/said-share.js';
export type { EarlierEdits, EarlierFacts, Repeated } from './edit/standing-facts.js';
export { type BatchHealth, type HealthWatch, type WatchRequest, watchHealth } from './edit/watch-health.js';
export {
  type AnswerCheck,
  type AnswerForm,
  type CheckAnswersOptions,
  type CheckedAnswer,
  checkAnswers,
} from './measure/check-answers.js';
export { continuations } from './measure/continuations.js';
export { type FactAnswer, factAnswers, knownFacts } from './measure/fact-answers.js';
export {
  type FactOutcome,
  factOutcomes,
  notTakenWarning,
  type Outcome,
  type OutcomeRequest,
} from './measure/fact-outcomes.js';
export { type OwnText, ownPerplexityRatio, writeOwnText } from './measure/own-text.js';
export { type Headline, type ReportScores, scores } from './measure/scores.js';
export { type CompleteOptions, type Completion, complete } from './model/complete.js';
export { type PredictOptions, type PromptPrediction, predict, promptIds } from './model/predict.js';
export { conversationIds, type Reply, type ReplyOptions, writeReply } from './model/write-reply.js';
export { type ParsedSettings, parseSettings, type SettingsOwner } from './settings/parse-settings.js';
export {
  PUBLISHED_NAMES,
  SETTING_NAMES,
  type SettingName,
  settingsSchema,
  sharedSettings,
} from './settings/settings-schema.js';
export { type CoreWork, distinctWarnings, warnAll } from './work.js';
