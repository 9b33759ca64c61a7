import {
  checkFact,
  DatasetError,
  type Fact,
  type FactCheck,
  type Finding,
  factProblem,
} from '@alphaedit/spec';
import type { FactFormat, ZsreTarget } from './formats/fact-format.js';
import { factFormats } from './formats/index.js';
import { unreadFields } from './unread-fields.js';
import { withoutBlanks } from './without-blanks.js';
import { withoutNulls } from './without-nulls.js';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The format whose marks a record carries, if there is one. */
export const findFormat = (record: unknown): FactFormat | undefined =>
  isObject(record) ? factFormats.find(({ marks }) => marks.every((mark) => mark in record)) : undefined;

/**
 * The format whose marks a record carries.
 *
 * @throws {DatasetError} `unknown-format`, listing the formats there are
 */
export function formatOf(record: unknown, file: string): FactFormat {
  const found = findFormat(record);
  if (found) return found;
  const fields = isObject(record) ? Object.keys(record).slice(0, 12) : [];
  throw new DatasetError({
    code: 'unknown-format',
    message: `${file}: no known fact format has ${fields.length > 0 ? `the fields ${fields.join(', ')}` : 'records like these'}.`,
    hint: `Use one of: ${factFormats.map(({ description }) => description).join('; ')}.`,
    data: { file, fields, formats: factFormats.map(({ id }) => id) },
  });
}

/** Where a record stands in its file. */
export interface RecordPlace {
  readonly file: string;
  /** On which it begins, from 1. */
  readonly line: number;
  readonly index: number;
}

/** What came of a record. */
export interface ReadRecord {
  /** Its facts, each with what is wrong with it. */
  readonly checks: readonly FactCheck[];
  /** Fields that the format does not read. */
  readonly unread: readonly string[];
}

/**
 * The facts of a record, each with what is wrong with it.
 *
 * @throws {DatasetError} `record-shape`, naming the field
 * @throws {FactError} where no fact can be made
 */
export function recordToFacts(
  format: FactFormat,
  record: unknown,
  place: RecordPlace,
  zsreTarget: ZsreTarget | undefined,
): ReadRecord {
  const { index } = place;
  const given = withoutNulls(record);
  const id = isObject(given) ? (given.case_id ?? given.known_id ?? given.id) : undefined;
  const where = `${place.file}:${place.line}${id === undefined || id === '' ? '' : ` (record ${id})`}`;
  const parsed = format.schema.safeParse(given);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    const field = path.join('.');
    throw new DatasetError({
      code: 'record-shape',
      message: `${where}: ${field ? `field "${field}": ` : ''}${message}.`,
      hint: `The file reads as ${format.description}: every record needs these fields.`,
      data: { ...place, field, format: format.id },
    });
  }
  const findings: Finding[] = [];
  const tell = (finding: Finding) => findings.push(finding);
  const facts = [format.toFact(parsed.data, { where, place, zsreTarget, tell })].flat() as Fact[];
  const checks = facts.map((fact, f): FactCheck => {
    const check = checkFact(withoutBlanks(fact), place, index);
    const told = f > 0 ? [] : findings.map((finding) => factProblem(finding, fact, place, index));
    return { ...check, problems: [...told, ...check.problems] };
  });
  return { checks, unread: unreadFields(given, format.schema, format.inert) };
}
