import type { EditFactsOptions, FactSources } from '@alphaedit/core/node';

/** What a bench edits, with which editors, and how often it measures. */
export interface BenchOptions
  extends Pick<
    EditFactsOptions,
    'collection' | 'layers' | 'limit' | 'offset' | 'onBadFact' | 'settings' | 'templates'
  > {
  readonly facts: FactSources;
  /** Folder of statistics; needed as soon as one of the editors requires them. */
  readonly statistics?: string;
  readonly out: string;
  readonly editors: readonly string[];
  readonly batchSize: number;
  /** Each seed samples contexts of its own; every editor runs once per seed. */
  readonly seeds: readonly number[];
  /** Batches between two measurements; the last batch is always measured. */
  readonly every: number;
  /** Facts measured at most, each time. */
  readonly sample: number;
  /** Whether the model is let write after the edited prompts each time, for the form `said`. */
  readonly said: boolean;
  /** Text whose perplexity is measured. */
  readonly text?: readonly string[];
  /** Tokens of it that are read. */
  readonly textTokens: number;
}
