/** A measure, what has to be done before it for the first time, and what it may cost. */
export interface SpacedMeasureOptions<T> {
  measure(): Promise<T>;
  /** Done once, before the first measurement, and no part of what later ones cost. */
  readonly prepare?: () => Promise<void>;
  /** Seconds that the first measurement will take with its preparation; 0 by default, which makes it due at once. */
  readonly expected?: () => number;
  /** Of the time of the work that is watched, what measuring may cost. */
  readonly share: number;
  /** Milliseconds; another clock for tests. */
  readonly now?: () => number;
}

/**
 * A measure that is taken so seldom that it costs no more than a share of the work it watches: whenever enough work was done
 * since the last time to pay for the next.
 */
export class SpacedMeasure<T> {
  #cost: number | undefined;
  #work = 0;

  constructor(private readonly options: SpacedMeasureOptions<T>) {}

  /** What is measured, if it is due. @param seconds of work since the last call */
  async after(seconds: number): Promise<T | undefined> {
    const { measure, prepare, expected, share, now = () => performance.now() } = this.options;
    this.#work += seconds;
    if (this.#work * share < (this.#cost ?? expected?.() ?? 0)) return undefined;
    if (this.#cost === undefined) await prepare?.();
    const started = now();
    const found = await measure();
    this.#cost = (now() - started) / 1000;
    this.#work = 0;
    return found;
  }
}
