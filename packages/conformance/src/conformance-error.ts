import { AlphaEditError } from '@alphaedit/spec';

/** A check that does not hold: the message says what was found, the hint what the contract asks. */
export class ConformanceError extends AlphaEditError {
  constructor(options: { readonly message: string; readonly hint: string; readonly cause?: unknown }) {
    super({ code: 'not-conformant', kind: 'work', ...options });
    // Test runners show the message only.
    this.message = `${options.message} ${options.hint}`;
  }
}

/** @throws {ConformanceError} unless `holds` */
export function ensure(holds: boolean, message: string, hint: string, cause?: unknown): asserts holds {
  if (!holds) throw new ConformanceError({ message, hint, cause });
}
