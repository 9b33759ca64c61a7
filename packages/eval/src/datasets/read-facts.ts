import {
  AlphaEditError,
  DatasetError,
  type Fact,
  type FactPlace,
  type FactProblem,
  factError,
  factsError,
  plural,
  quoted,
} from '@alphaedit/spec';
import type { FactFormat, FactFormatId, ZsreTarget } from './formats/fact-format.js';
import type { LineSource } from './lines-of.js';
import { formatOf, type RecordPlace, recordToFacts } from './record-to-fact.js';
import { readRecords } from './records/read-records.js';
import type { SourceRecord } from './records/source-record.js';
import { unwrapped } from './unwrapped.js';

/** Which facts of a source to read, and what to do about bad ones. */
export interface ReadFactsOptions {
  /** What messages call the source. */
  readonly file?: string;
  /** Records to pass over, unread, at the beginning. */
  readonly offset?: number;
  /** Most facts to return; reading stops there, also between the facts of one record. */
  readonly limit?: number;
  /** `throw` (default) when records make no fact, or `skip` them and tell so in warnings. */
  readonly onBadRecord?: 'throw' | 'skip';
  /** Which answer of a zsRE record is the edit; `answer` by default, except where questions of portability follow from the other. */
  readonly zsreTarget?: ZsreTarget;
}

/** Facts read from one source. */
export interface FactSet {
  readonly facts: readonly Fact[];
  /** Where each fact was read: for `checkFacts`. */
  readonly places: readonly FactPlace[];
  readonly format: FactFormatId;
  /** What was told of the records; with `skip` also why some are left out. */
  readonly warnings: readonly FactProblem[];
}

/** A fact, or what is wrong with one or with a record. */
export type ReadItem =
  | { readonly fact: Fact; readonly place: FactPlace; readonly format: FactFormatId }
  | { readonly problem: FactProblem; readonly fact?: undefined };

/**
 * `readFacts` one at a time: at no moment is more than a line, or a record and what came of it, in memory.
 *
 * @throws as `readFacts`, at the first record that is bad
 */
export async function* streamFacts(
  source: LineSource,
  options: ReadFactsOptions = {},
): AsyncGenerator<ReadItem> {
  let firstError: AlphaEditError | undefined;
  let found = false;
  for await (const { error, ...item } of readItems(source, options)) {
    if (error && options.onBadRecord !== 'skip') throw error;
    firstError ??= error;
    found ||= item.fact !== undefined;
    yield item;
  }
  if (firstError && !found) throw firstError;
}

/**
 * Reads facts from JSONL, a JSON array or CSV, in the fields of CounterFact (original or EasyEdit's), zsRE,
 * MQuAKE, the known facts of causal tracing or `Fact`: told apart by the text itself. JSON is read line by line,
 * so that a limit makes a large file cheap. Fields that no format knows are passed over.
 *
 * All bad records are reported at once: of several the error is `facts-broken`, with every one in `data.problems`.
 *
 * @throws {DatasetError} `broken-line` (with its number), `record-shape`, `unknown-format`, `no-facts`
 * @throws {FactError} those of `checkFact`, `facts-broken`
 * @example const { facts } = await readFacts('{"subject":"Ann","prompt":"{} lives in","target":"Rome"}')
 */
export async function readFacts(source: LineSource, options: ReadFactsOptions = {}): Promise<FactSet> {
  const facts: Fact[] = [];
  const places: FactPlace[] = [];
  const warnings: FactProblem[] = [];
  const errors: AlphaEditError[] = [];
  let format: FactFormatId | undefined;
  for await (const item of readItems(source, options)) {
    if (item.error) errors.push(item.error);
    if (item.fact) {
      facts.push(item.fact);
      places.push(item.place);
      format = item.format;
    } else warnings.push(item.problem);
  }
  if (options.onBadRecord !== 'skip' || facts.length === 0) {
    const error = errors.length > 1 ? factsError(warnings) : errors[0];
    if (error) throw error;
  }
  return { facts, places, format: format!, warnings };
}

/** An item, with the error that a problem is where it is one. */
type ReadOrError = ReadItem & { readonly error?: AlphaEditError };

/** Goes on after bad records; ends in an error of its own only where there is neither a fact nor a bad record. */
async function* readItems(
  source: LineSource,
  { file = 'facts', offset = 0, limit = Number.POSITIVE_INFINITY, zsreTarget }: ReadFactsOptions,
): AsyncGenerator<ReadOrError> {
  let format: FactFormat | undefined;
  let found = 0;
  let failed = false;
  let index = -1;
  const passedOver = new Set<string>();
  for await (const record of factRecords(source, file)) {
    index++;
    if (!record.error) format ??= formatOf(record.value, file);
    if (index < offset) continue;
    if (found >= limit) break;
    const place = { file, line: record.line, index };
    try {
      if (record.error) throw record.error;
      const { checks, unread } = recordToFacts(format!, record.value, place, zsreTarget);
      const news = unread.filter((field) => !passedOver.has(field));
      for (const field of news) passedOver.add(field);
      if (news.length > 0) yield { problem: fieldsNotRead(news, place) };
      for (const { fact, problems } of checks) {
        if (found >= limit) break;
        for (const told of problems) {
          const problem = { ...told, data: { ...told.data, file, line: record.line, record: index } };
          const error = problem.severity === 'error' ? factError(problem) : undefined;
          failed ||= error !== undefined;
          yield { problem, error };
        }
        if (problems.some(({ severity }) => severity === 'error')) continue;
        yield { fact, place: { file, line: record.line }, format: format!.id };
        found++;
      }
    } catch (error) {
      if (!AlphaEditError.isInstance(error)) throw error;
      failed = true;
      yield { problem: recordProblem(error, place), error };
    }
  }
  if (found === 0 && !failed) throw noFacts(file, index + 1);
}

/** Records, also those of a list within an object. */
async function* factRecords(source: LineSource, file: string): AsyncGenerator<SourceRecord> {
  for await (const record of readRecords(source, file)) yield* unwrapped(record);
}

/** Told at the first record that has them. */
function fieldsNotRead(fields: readonly string[], { file, line, index }: RecordPlace): FactProblem {
  return {
    severity: 'warning',
    code: 'fields-not-read',
    message: `${file}:${line}: not read, here and in later records: ${fields.map(quoted).join(', ')}.`,
    hint: 'If they hold questions or answers, give them in fields that are read.',
    index,
    line,
    data: { file, line, record: index, fields },
  };
}

/** What is wrong with a record that makes no fact. */
function recordProblem({ code, message, hint, data }: AlphaEditError, place: RecordPlace): FactProblem {
  const { file, line, index } = place;
  return {
    severity: 'error',
    ...{ code, message, hint, index, line },
    data: { ...data, file, line, record: index },
  };
}

function noFacts(file: string, records: number): DatasetError {
  return new DatasetError({
    code: 'no-facts',
    message: `${file}: no fact among ${plural(records, 'record')}.`,
    hint: 'Check the file, the offset and the limit.',
    data: { file, records },
  });
}
