import { AlphaEditError, type ErrorCodeOf } from '@alphaedit/spec';

/** A check that does not hold: the message says what was found, the hint what the contract asks. */
export class ConformanceError extends AlphaEditError<ErrorCodeOf<'ConformanceError'>> {
  static override readonly className: string = 'ConformanceError';

  constructor({
    message,
    hint,
    cause,
  }: {
    readonly message: string;
    readonly hint: string;
    readonly cause?: unknown;
  }) {
    super({ code: 'not-conformant', kind: 'work', message, hint, cause });
    // Test runners show the message only.
    this.message = `${message} ${hint}`;
  }
}

/** @throws {ConformanceError} unless `holds` */
export function ensure(holds: boolean, message: string, hint: string, cause?: unknown): asserts holds {
  if (!holds) throw new ConformanceError({ message, hint, cause });
}
