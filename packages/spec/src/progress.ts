/** One step of work that lasts. `done` and `total` count `unit`s. */
export interface Progress {
  /** What is being done, e.g. `covariance` or `optimise values`. */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
  /** A short word on the current item, e.g. a subject or a layer. */
  readonly detail?: string;
  /** Figures of the step that just ended, for a display that draws them, e.g. the loss of an optimisation. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** Something the user should know that did not stop the work. Libraries return these and print nothing. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Is told how far work has come; must not throw. */
export type OnProgress = (progress: Progress) => void;

/** What every function that may last accepts. */
export interface Work {
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Is given each warning as it arises, beside the result that returns them all; must not throw. */
  readonly onWarning?: (warning: Warning) => void;
}
