export { askedAround, askedFact, askedPrompt } from './asked-prompt.js';
export { assertStatisticsFor } from './assert-statistics-for.js';
export type { ChatForm, ChatMessage, ChatTemplate, RenderOptions } from './chat.js';
export type { Compat } from './compat.js';
export { type Continuation, continuationIds } from './continuation-ids.js';
export { continuationText } from './continuation-text.js';
export type { DenseDelta, LowRankDelta, WeightDelta } from './delta.js';
export type {
  EditDiagnostics,
  Editor,
  EditorRequirement,
  EditorSetting,
  EditorSettings,
  EditorSettingValue,
  EditorState,
  EditPlan,
  EditRequest,
  EditSettings,
  KnownValue,
  KnownValues,
  MemoryRequest,
  MemoryUse,
  OptimisedValues,
  PlanRequest,
  RunPosition,
  ValueStore,
} from './editor.js';
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorCodeOf,
  type NamespacedErrorCode,
  PROGRAM_CODES,
  type ProgramCode,
} from './error-codes.js';
export {
  AbortedError,
  AlphaEditError,
  CheckpointError,
  DatasetError,
  EditError,
  EngineError,
  type ErrorKind,
  type ErrorOptionsWithData,
  FactError,
  LinalgError,
  OutputError,
  SettingsError,
  StatisticsError,
  TokenizerError,
  throwIfAborted,
} from './errors.js';
export { eventLoopTurn } from './event-loop-turn.js';
export type { Fact, Implication, Neighbor } from './fact.js';
export { checkFact, type FactCheck } from './facts/check-fact.js';
export { type CheckFactsOptions, checkFacts, type FactsCheck } from './facts/check-facts.js';
export { checkedFact } from './facts/checked-fact.js';
export { checkedQuestion } from './facts/checked-question.js';
export {
  type FactPlace,
  type FactProblem,
  type Finding,
  factError,
  factProblem,
} from './facts/fact-problem.js';
export { factsError } from './facts/facts-error.js';
export { promptInContext, promptOf, promptPieces } from './facts/prompt-pieces.js';
export { questionOf } from './facts/question-of.js';
export { quoted } from './facts/quoted.js';
export { questionKey, sameAnswer } from './facts/same-question.js';
export { type EditedFacts, supersededBy } from './facts/superseded-by.js';
export type { ReadingModel } from './facts/tokens-check.js';
export { GIT_LFS_HINT, GIT_LFS_POINTER_BYTES, isGitLfsPointer } from './git-lfs-pointer.js';
export type { Eigh, LinearAlgebra, Svd } from './linear-algebra.js';
export type { FloatArray, Matrix } from './matrix.js';
export type {
  EditableParameter,
  ForwardOptions,
  KeyValueCache,
  Layout,
  ModelInfo,
  ModelPort,
  Site,
  Tap,
  TapAt,
} from './model.js';
export { nearestName } from './nearest-name.js';
export { nullSpaceThreshold } from './null-space-threshold.js';
export type { Orientation } from './orientation.js';
export { plural } from './plural.js';
export type { OnProgress, Progress, Warning, Work } from './progress.js';
export { requirementsOf } from './requirements-of.js';
export { seededRandom } from './seeded-random.js';
export type { NullSpaceProjector, NullSpaceThreshold, Statistics } from './statistics.js';
export type { EncodedText, TokenizerPort } from './tokenizer.js';
