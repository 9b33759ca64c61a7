/** Part of a character whose other bytes are still to come. */
const UNFINISHED = /\ufffd+$/;

/** Text as it comes token by token, ended by a stop text. */
export class WrittenText {
  readonly #ids: number[] = [];
  #told = 0;
  #text = '';
  /** Whether a stop text has come; it is not part of the text. */
  stopped = false;

  constructor(
    private readonly decode: (ids: readonly number[]) => string,
    private readonly stop: readonly string[],
    private readonly onText: (piece: string) => void = () => undefined,
  ) {}

  /** What is written so far. */
  get text(): string {
    return this.#text;
  }

  /** Takes the next token, and tells what is certain by now. @returns whether the text ends here */
  take(id: number): boolean {
    this.#ids.push(id);
    this.#text = this.decode(this.#ids);
    const ends = this.stop.map((stop) => this.#text.indexOf(stop, Math.max(0, this.#told - stop.length)));
    const first = Math.min(...ends.filter((at) => at >= 0));
    if (first !== Number.POSITIVE_INFINITY) {
      this.#text = this.#text.slice(0, first);
      this.stopped = true;
      this.finish();
      return true;
    }
    const certain = this.#text.replace(UNFINISHED, '');
    this.#tell(certain.length - beginningOfStop(certain, this.stop));
    return false;
  }

  /** Tells what was held back. */
  finish(): void {
    this.#tell(this.#text.length);
  }

  #tell(to: number): void {
    if (to <= this.#told) return;
    this.onText(this.#text.slice(this.#told, to));
    this.#told = to;
  }
}

/** How many characters at the end of a text may be the beginning of a stop text. */
function beginningOfStop(text: string, stops: readonly string[]): number {
  const lengths = stops.map((stop) => {
    let length = Math.min(stop.length - 1, text.length);
    while (length > 0 && !text.endsWith(stop.slice(0, length))) length--;
    return length;
  });
  return Math.max(0, ...lengths);
}
