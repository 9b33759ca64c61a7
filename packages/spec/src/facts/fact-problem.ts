import type { ErrorCodeOf } from '../error-codes.js';
import { FactError } from '../errors.js';
import type { Fact } from '../fact.js';
import type { Warning } from '../progress.js';
import { quoted } from './quoted.js';

/** Where a fact was read. */
export interface FactPlace {
  /** What messages call the source. */
  readonly file?: string;
  /** Line on which its record begins, from 1. */
  readonly line?: number;
}

/** What is wrong with a fact: an `error` keeps it from being edited, a `warning` does not. */
export interface FactProblem extends Warning {
  readonly severity: 'error' | 'warning';
  /** What to do about it. */
  readonly hint: string;
  /** Number of the fact (of the record, where it made no fact) among those looked at, from 0. */
  readonly index: number;
  readonly id?: string;
  readonly line?: number;
  /** Which field it is about. */
  readonly field?: string;
  /** Fields that would be right, where that can be told. */
  readonly fix?: Partial<Fact>;
}

/** What one check found, before it is told of a fact: its message lacks the name of the fact and the full stop. */
export type Finding = Pick<FactProblem, 'message' | 'hint' | 'field' | 'fix' | 'data'> &
  (
    | { readonly severity: 'error'; readonly code: ErrorCodeOf<'FactError'> }
    | { readonly severity: 'warning'; readonly code: string }
  );

type Named = Pick<Fact, 'id' | 'subject'>;

/** What messages call a fact: where it stands and its id, else its id, else its subject. */
export function factName({ id, subject }: Named, { file = 'facts', line }: FactPlace): string {
  const name = id === undefined ? undefined : quoted(String(id)).slice(1, -1);
  if (line !== undefined) return `${file}:${line}${name === undefined ? '' : ` (record ${name})`}`;
  return `Fact ${name ?? quoted(String(subject))}`;
}

/** A finding as a problem of a fact. */
export function factProblem(
  { message, ...finding }: Finding,
  fact: Named,
  place: FactPlace,
  index: number,
): FactProblem {
  const { id } = fact;
  return {
    ...finding,
    message: `${factName(fact, place)}: ${message}.`,
    index,
    ...(id !== undefined && { id }),
    ...(place.line !== undefined && { line: place.line }),
  };
}

/** A problem of severity `error` as an error to throw. */
export function factError({ code, message, hint, data, ...rest }: FactProblem): FactError {
  // Findings that are errors have such a code.
  return new FactError({ code: code as ErrorCodeOf<'FactError'>, message, hint, data: { ...rest, ...data } });
}
