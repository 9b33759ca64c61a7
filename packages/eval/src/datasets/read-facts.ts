import type { Fact, Warning } from '@alphaedit/spec';
import { AlphaEditError, DatasetError } from '@alphaedit/spec';
import type { FactFormat, FactFormatId, ZsreTarget } from './formats/fact-format.js';
import { type LineSource, linesOf } from './lines-of.js';
import { formatOf, recordToFacts } from './record-to-fact.js';
import { readRecords } from './records/read-records.js';

/** Which facts of a source to read, and what to do about bad ones. */
export interface ReadFactsOptions {
  /** What messages call the source. */
  readonly file?: string;
  /** Records to pass over, unread, at the beginning. */
  readonly offset?: number;
  /** Most facts to return; reading stops there, also between the facts of one record. */
  readonly limit?: number;
  /** `throw` (default) at the first record that makes no fact, or `skip` it and tell so in a warning. */
  readonly onBadRecord?: 'throw' | 'skip';
  /** Which answer of a zsRE record is the edit; `answer` by default. */
  readonly zsreTarget?: ZsreTarget;
}

/** Facts read from one source. */
export interface FactSet {
  readonly facts: readonly Fact[];
  readonly format: FactFormatId;
  /** One per record skipped. */
  readonly warnings: readonly Warning[];
}

/** A fact, or the warning about a record that was skipped. */
export type ReadItem =
  | { readonly fact: Fact; readonly format: FactFormatId }
  | { readonly warning: Warning; readonly fact?: undefined };

/**
 * `readFacts` one at a time: at no moment is more than a line, or a record and what came of it, in memory.
 *
 * @throws as `readFacts`
 */
export async function* streamFacts(
  source: LineSource,
  options: ReadFactsOptions = {},
): AsyncGenerator<ReadItem> {
  const { file = 'facts', offset = 0, limit = Number.POSITIVE_INFINITY } = options;
  const { onBadRecord = 'throw', zsreTarget = 'answer' } = options;
  let format: FactFormat | undefined;
  let found = 0;
  let firstWarning: Warning | undefined;
  let index = -1;
  for await (const record of readRecords(linesOf(source), file)) {
    index++;
    if (!record.error) format ??= formatOf(record.value, file);
    if (index < offset) continue;
    if (found >= limit) break;
    let facts: Fact[];
    try {
      if (record.error) throw record.error;
      facts = recordToFacts(format!, record.value, { file, line: record.line, index }, zsreTarget);
    } catch (error) {
      if (onBadRecord === 'throw' || !AlphaEditError.isInstance(error)) throw error;
      const { code, message, data } = error;
      const warning = { code, message, data: { ...data, file, line: record.line, record: index } };
      firstWarning ??= warning;
      yield { warning };
      continue;
    }
    for (const fact of facts.slice(0, limit - found)) yield { fact, format: format!.id };
    found += facts.length;
  }
  if (found === 0) throw noFacts(file, index + 1, firstWarning);
}

/**
 * Reads facts from JSONL, a JSON array or CSV, in the fields of CounterFact (original or EasyEdit's), zsRE,
 * MQuAKE, the known facts of causal tracing or `Fact`: told apart by the text itself. JSON is read line by line, so that a limit makes a large
 * file cheap. Fields that no format knows are passed over.
 *
 * @throws {DatasetError} `broken-line` (with its number), `record-shape`, `unknown-format`, `no-facts`
 * @throws {FactError} `subject-not-found`, `subject-ambiguous`, `empty-subject`, `empty-target`
 * @example const { facts } = await readFacts('{"subject":"Ann","prompt":"{} lives in","target":"Rome"}')
 */
export async function readFacts(source: LineSource, options: ReadFactsOptions = {}): Promise<FactSet> {
  const facts: Fact[] = [];
  const warnings: Warning[] = [];
  let format: FactFormatId | undefined;
  for await (const item of streamFacts(source, options)) {
    if (item.fact) {
      facts.push(item.fact);
      format = item.format;
    } else warnings.push(item.warning);
  }
  return { facts, format: format!, warnings };
}

function noFacts(file: string, records: number, first: Warning | undefined): DatasetError {
  return new DatasetError({
    code: 'no-facts',
    message: `${file}: no fact among ${records} records${first ? ` (the first one skipped: ${first.message})` : ''}.`,
    hint: 'Check the file, the offset and the limit.',
    data: { file, records },
  });
}
