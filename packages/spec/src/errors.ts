/** Who has to act: `input` (the caller's data or options), `work` (the work failed), `interrupted`. */
export type ErrorKind = 'input' | 'work' | 'interrupted';

/** What an error says. */
export interface ErrorOptionsWithData {
  /** Stable, kebab-case, one page each in the documentation. */
  readonly code: string;
  /** One line: what is wrong, naming the file, field or fact. */
  readonly message: string;
  /** One line: what to do about it. */
  readonly hint: string;
  readonly kind?: ErrorKind;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

const MARKER = Symbol.for('alphaedit.error');

/**
 * Base of every error this project throws on purpose.
 *
 * Use `AlphaEditError.isInstance(e)` rather than `instanceof`: it also holds when two copies of this
 * package are loaded.
 */
export class AlphaEditError extends Error {
  readonly [MARKER] = true;
  readonly code: string;
  readonly hint: string;
  readonly kind: ErrorKind;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(options: ErrorOptionsWithData) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.hint = options.hint;
    this.kind = options.kind ?? 'input';
    this.data = options.data ?? {};
  }

  static isInstance(error: unknown): error is AlphaEditError {
    return typeof error === 'object' && error !== null && MARKER in error;
  }
}

/** A checkpoint folder, its config, its tensors. */
export class CheckpointError extends AlphaEditError {}
/** A tokenizer that is missing, incomplete or does not fit its model. */
export class TokenizerError extends AlphaEditError {}
/** A fact that cannot be edited as it stands. */
export class FactError extends AlphaEditError {}
/** A file of facts, prompts or text that cannot be read. */
export class DatasetError extends AlphaEditError {}
/** Second moments or projectors that are missing, broken or of another model. */
export class StatisticsError extends AlphaEditError {}
/** Planning, applying or undoing an edit. */
export class EditError extends AlphaEditError {}
/** The tensor engine: absent, out of memory, or refusing an operation. */
export class EngineError extends AlphaEditError {}
/** Linear algebra: wrong shapes, a matrix that is singular or not positive definite. */
export class LinalgError extends AlphaEditError {}
/** Settings or options that are unknown or out of range. */
export class SettingsError extends AlphaEditError {}
/** Files and folders that cannot be written. */
export class OutputError extends AlphaEditError {}

/** The caller's `AbortSignal` fired. */
export class AbortedError extends AlphaEditError {
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
