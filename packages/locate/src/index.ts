export { type AverageEffects, type AverageTrace, averageTraces } from './average-traces.js';
export type { Corruption } from './corruption.js';
export { type EmbeddingDeviation, embeddingDeviation } from './embedding-deviation.js';
export { knownQuestions } from './known-questions.js';
export type { MeanInterval } from './mean-interval.js';
export type { NoiseKind } from './noise-source.js';
export { type LayerRecommendation, recommendLayers } from './recommend-layers.js';
export { type EffectKind, PLAIN_KINDS, SEVERED_KINDS } from './restoration.js';
export { defaultWindow, windowAround } from './restoration-window.js';
export { ROLE_NAMES, TOKEN_ROLES, type TokenRole, tokenRoles } from './token-role.js';
export { type TraceCost, type TraceCostOptions, traceCost } from './trace-cost.js';
export {
  DEFAULT_NOISE,
  DEFAULT_SAMPLES,
  type Effects,
  type FactTrace,
  type TraceOptions,
  traceFact,
} from './trace-fact.js';
export { type FactsTrace, type TraceFactsOptions, traceFacts } from './trace-facts.js';
export { questionOf, type TraceQuestion } from './trace-question.js';
