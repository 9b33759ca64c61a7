export const OPERATIONS = ['eigh', 'cholesky', 'alphaedit', 'memit', 'published'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What an operation cost at one width. */
export interface CostRow {
  readonly width: number;
  readonly operation: Operation;
  /** Processor time of all threads. On an idle machine of c cores the wall time lies between this / c and this. */
  readonly cpuSeconds: number;
  readonly wallSeconds?: number;
  readonly bytes: number;
  /** Measured, or extrapolated from the width named by the power law named. */
  readonly from?: { readonly width: number; readonly cpuSeconds: number; readonly power: number };
}

export interface CostData {
  readonly facts: number;
  readonly history: number;
  readonly provider: string;
  readonly cores: number;
  /** Processes that wanted to run, on average over the last minute, when the measurement began and ended. */
  readonly load: readonly [begin: number, end: number];
  readonly rows: readonly CostRow[];
}
