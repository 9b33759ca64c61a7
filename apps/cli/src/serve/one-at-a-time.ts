/** Work that waits for the work before it: a model writes one text at a time. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @param most how many may wait */
  constructor(private readonly most: number) {}

  /** Whether one more would be too many. */
  get full(): boolean {
    return this.#waiting >= this.most;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const mine = this.#last.then(work).finally(() => {
      this.#waiting--;
    });
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
