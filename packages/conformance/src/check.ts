/** One thing that has to hold. `run` throws a `ConformanceError` where it does not. */
export interface Check<Id extends string = string> {
  readonly id: Id;
  /** What holds, as the title of a test. */
  readonly title: string;
  run(): Promise<void>;
}

/** A suite as data: run it with any runner, in order, and let go of what it made. */
export interface Suite<Id extends string = string> {
  readonly title: string;
  readonly checks: readonly Check<Id>[];
  dispose(): void;
}
