import { checkFact, DatasetError, type Fact, type FactCheck } from '@alphaedit/spec';
import type { FactFormat, ZsreTarget } from './formats/fact-format.js';
import { factFormats } from './formats/index.js';
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

/**
 * The facts of a record, each with what is wrong with it.
 *
 * @throws {DatasetError} `record-shape`, naming the field
 */
export function recordToFacts(
  format: FactFormat,
  record: unknown,
  place: RecordPlace,
  zsreTarget: ZsreTarget,
): FactCheck[] {
  const id = isObject(record) ? (record.case_id ?? record.known_id ?? record.id) : undefined;
  const where = `${place.file}:${place.line}${id === undefined || id === '' ? '' : ` (record ${id})`}`;
  const parsed = format.schema.safeParse(withoutNulls(record));
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
  const made = format.toFact(parsed.data, { where, index: place.index, zsreTarget });
  return [made].flat().map((fact) => checkFact(withoutBlanks(fact), place, place.index));
}

const blank = (text: string) => text.trim() === '';

/** What is optional and written as an empty text (an empty CSV cell) is left out. */
function withoutBlanks(fact: Fact): Fact {
  const { id, subject, prompt, target, truth, relation, targetId } = fact;
  const paraphrases = fact.paraphrases?.filter((text) => !blank(text));
  const generationPrompts = fact.generationPrompts?.filter((text) => !blank(text));
  const neighbors = fact.neighbors
    ?.filter((neighbor) => !blank(neighbor.prompt))
    .map(({ prompt, answer }) => ({ prompt, ...given({ answer }) }));
  const implications = fact.implications
    ?.filter((implied) => !blank(implied.prompt))
    .map(({ prompt, answer, aliases, former }) => ({
      prompt,
      answer,
      ...given({ aliases: aliases?.filter((alias) => !blank(alias)), former }),
    }));
  return {
    ...given({ id }),
    subject,
    prompt,
    target,
    ...given({ truth, paraphrases, neighbors, implications, generationPrompts, relation, targetId }),
  };
}

/** The fields that hold something. */
function given<T extends Record<string, string | readonly unknown[] | undefined>>(fields: T): Partial<T> {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== undefined && (typeof value === 'string' ? !blank(value) : value.length > 0),
  );
  return Object.fromEntries(kept) as Partial<T>;
}
