import type { ErrorCode, ErrorCodeOf } from './error-codes.js';

/** Who has to act: `input` (the caller's data or options), `work` (the work failed), `interrupted`. */
export type ErrorKind = 'input' | 'work' | 'interrupted';

/** What an error says. */
export interface ErrorOptionsWithData<Code extends ErrorCode = ErrorCode> {
  /** Stable: one of `ERROR_CODES`, or `package/code` for an error of another package. */
  readonly code: Code;
  /** One line: what is wrong, naming the file, field or fact. */
  readonly message: string;
  /** One line: what to do about it. */
  readonly hint: string;
  readonly kind?: ErrorKind;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

const CLASS_NAMES = Symbol.for('alphaedit.error');

/**
 * Base of every error this project throws on purpose.
 *
 * Use `LinalgError.isInstance(e)` rather than `e instanceof LinalgError`: it also holds when the error comes
 * from another copy of this package. A class of your own that extends one of these names itself:
 *
 * @example
 * class ReadingError extends DatasetError {
 *   static override readonly className: string = 'ReadingError';
 * }
 */
export class AlphaEditError<Code extends ErrorCode = ErrorCode> extends Error {
  /** The name of the class. Unlike `name`, it stays the same in minified code. */
  static readonly className: string = 'AlphaEditError';

  /** Own names of this error's class and of those it extends. */
  readonly [CLASS_NAMES]: readonly string[];
  readonly code: Code;
  readonly hint: string;
  readonly kind: ErrorKind;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(options: ErrorOptionsWithData<Code>) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this[CLASS_NAMES] = classNames(new.target);
    this.name = Object.hasOwn(new.target, 'className') ? new.target.className : new.target.name;
    this.code = options.code;
    this.hint = options.hint;
    this.kind = options.kind ?? 'input';
    this.data = options.data ?? {};
  }

  /**
   * Whether `error` is of the class this is called on, or of one that extends it; from any copy of the
   * package. A class without a `className` of its own knows only the errors of its own copy.
   */
  static isInstance<T extends AlphaEditError>(this: ErrorClass<T>, error: unknown): error is T {
    // biome-ignore lint/complexity/noThisInStatic: a class that extends this one asks for itself.
    return isOf(this, error);
  }
}

/** A class of errors, abstract or not. */
type ErrorClass<T extends AlphaEditError> = (abstract new (
  options: never,
) => T) & {
  readonly className: string;
};

function isOf<T extends AlphaEditError>(errorClass: ErrorClass<T>, error: unknown): error is T {
  if (!Object.hasOwn(errorClass, 'className')) return error instanceof errorClass;
  if (typeof error !== 'object' || error === null || !(CLASS_NAMES in error)) return false;
  return (error as AlphaEditError)[CLASS_NAMES].includes(errorClass.className);
}

function classNames(errorClass: typeof AlphaEditError): string[] {
  const names: string[] = [];
  for (let of = errorClass; of.className !== undefined; of = Object.getPrototypeOf(of)) {
    if (Object.hasOwn(of, 'className')) names.push(of.className);
  }
  return names;
}

/** A checkpoint folder, its config, its tensors. */
export class CheckpointError extends AlphaEditError<ErrorCodeOf<'CheckpointError'>> {
  static override readonly className: string = 'CheckpointError';
}

/** A tokenizer that is missing, incomplete or does not fit its model. */
export class TokenizerError extends AlphaEditError<ErrorCodeOf<'TokenizerError'>> {
  static override readonly className: string = 'TokenizerError';
}

/** A fact that cannot be edited as it stands. */
export class FactError extends AlphaEditError<ErrorCodeOf<'FactError'>> {
  static override readonly className: string = 'FactError';
}

/** A file of facts, prompts or text that cannot be read. */
export class DatasetError extends AlphaEditError<ErrorCodeOf<'DatasetError'>> {
  static override readonly className: string = 'DatasetError';
}

/** Second moments or projectors that are missing, broken or of another model. */
export class StatisticsError extends AlphaEditError<ErrorCodeOf<'StatisticsError'>> {
  static override readonly className: string = 'StatisticsError';
}

/** Planning, applying or undoing an edit. */
export class EditError extends AlphaEditError<ErrorCodeOf<'EditError'>> {
  static override readonly className: string = 'EditError';
}

/** The tensor engine: absent, out of memory, or refusing an operation. */
export class EngineError extends AlphaEditError<ErrorCodeOf<'EngineError'>> {
  static override readonly className: string = 'EngineError';
}

/** Linear algebra: wrong shapes, a matrix that is singular or not positive definite. */
export class LinalgError extends AlphaEditError<ErrorCodeOf<'LinalgError'>> {
  static override readonly className: string = 'LinalgError';
}

/** Settings or options that are unknown or out of range. */
export class SettingsError extends AlphaEditError<ErrorCodeOf<'SettingsError'>> {
  static override readonly className: string = 'SettingsError';
}

/** Files and folders that cannot be written. */
export class OutputError extends AlphaEditError<ErrorCodeOf<'OutputError'>> {
  static override readonly className: string = 'OutputError';
}

/** The caller's `AbortSignal` fired. */
export class AbortedError extends AlphaEditError<ErrorCodeOf<'AbortedError'>> {
  static override readonly className: string = 'AbortedError';

  constructor(what: string, cause?: unknown) {
    super({
      code: 'aborted',
      message: `Interrupted: ${what}.`,
      hint: 'Run the same command again; finished parts are kept.',
      kind: 'interrupted',
      cause,
    });
  }
}

/** @throws {AbortedError} when `signal` has fired. */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw new AbortedError(what, signal.reason);
}
