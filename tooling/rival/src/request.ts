import type { EngineId } from '@alphaedit/engine/node';
import type { EditSettings, Fact } from '@alphaedit/spec';

/** What both sides are given, as JSON. */
export interface Request {
  /** Checkpoint folder. */
  readonly model: string;
  readonly facts: readonly Pick<Fact, 'subject' | 'prompt' | 'target'>[];
  readonly templates: readonly string[];
  readonly settings: EditSettings;
  readonly documents: readonly string[];
  /** Tokens a document is cut to. */
  readonly contextLength: number;
  readonly threads: number;
  /** Whether the published side takes moments, P and solve in float64, which it does not by itself. */
  readonly double: boolean;
  /** Engine of ours. */
  readonly engine?: EngineId;
}

/** The steps whose time is taken, in order. */
export const PHASES = ['load', 'covariance', 'projector', 'values', 'solve'] as const;
export type Phase = (typeof PHASES)[number];

/** What both sides give back, beside their tensors `z` and the change of each layer. */
export interface Outcome {
  readonly seconds: Readonly<Record<Phase, number>>;
  /** Largest resident memory of the process. */
  readonly peakBytes: number;
  /** Tokens the second moments were taken over. */
  readonly tokens: number;
  /** Trace of C₀ by layer. */
  readonly traces: Readonly<Record<string, number>>;
  /** Rank of P by layer. */
  readonly nullDimensions: Readonly<Record<string, number>>;
  /** Steps taken by each fact's value. */
  readonly steps: readonly number[];
  readonly versions: Readonly<Record<string, string>>;
}
