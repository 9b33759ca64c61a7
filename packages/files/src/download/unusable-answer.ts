/** An answer that no further attempt makes better: too many bytes, a redirect that is not to be followed. */
export class UnusableAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableAnswer';
  }
}
