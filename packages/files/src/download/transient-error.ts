/** A failure that another attempt may mend: a dropped connection, a busy server. */
export class TransientError extends Error {
  constructor(
    message: string,
    options?: ErrorOptions,
    /** Milliseconds the server asks to wait. */
    readonly wait?: number,
  ) {
    super(message, options);
    this.name = 'TransientError';
  }
}
