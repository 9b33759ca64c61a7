/** Options of `alphaedit bench`. */
export interface BenchOptions {
  readonly facts: string;
  /** Needed as soon as one of the editors requires statistics. */
  readonly stats?: string;
  readonly out: string;
  readonly editors: readonly string[];
  readonly layers?: readonly number[];
  readonly batch: number;
  readonly limit?: number;
  readonly offset?: number;
  readonly skipBadFacts?: boolean;
  readonly settings?: string;
  readonly set?: readonly string[];
  readonly templates?: string;
  /** Each seed samples contexts of its own; every editor runs once per seed. */
  readonly seeds: readonly number[];
  /** Batches between two measurements; the last batch is always measured. */
  readonly every: number;
  /** Facts measured at most, each time. */
  readonly sample: number;
  /** Text whose perplexity is measured. */
  readonly text?: readonly string[];
  /** Tokens of it that are read. */
  readonly textTokens: number;
}
