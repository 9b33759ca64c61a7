/**
 * A measure that is taken so seldom that it costs no more than a share of the work it watches: the first time at once, then
 * whenever enough work was done since the last time to pay for it.
 */
export class SpacedMeasure<T> {
  #cost = 0;
  #work = Number.POSITIVE_INFINITY;

  /** @param share of the time of the work; `now`: a clock in milliseconds */
  constructor(
    private readonly measure: () => Promise<T>,
    private readonly share: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** What is measured, if it is due. @param seconds of work since the last call */
  async after(seconds: number): Promise<T | undefined> {
    this.#work += seconds;
    if (this.#work * this.share < this.#cost) return undefined;
    const started = this.now();
    const found = await this.measure();
    this.#cost = (this.now() - started) / 1000;
    this.#work = 0;
    return found;
  }
}
