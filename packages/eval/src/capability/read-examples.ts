import { DatasetError } from '@alphaedit/spec';
import { type LineSource, linesOf } from '../datasets/lines-of.js';
import { brokenLine } from '../datasets/records/broken-line.js';
import { csvCells } from '../datasets/records/csv-cells.js';
import { readRecords } from '../datasets/records/read-records.js';
import type { CapabilityExample, CapabilityRecord, CapabilityTask } from './example.js';

/** How much of a file of examples to read. */
export interface ReadExamplesOptions {
  /** What messages call the source. */
  readonly file?: string;
  /** Most examples to return; reading stops there. */
  readonly limit?: number;
}

/**
 * Examples of a capability task: JSONL or a JSON array of records, GLUE's TSV (in which quotation marks are
 * ordinary characters) or CSV, told apart by the text itself. A TSV or CSV of a task whose files have no header
 * line is read by position. Examples without a label are passed over.
 *
 * @throws {DatasetError} `broken-line`, `record-shape` naming file, line and field; `no-examples`
 */
export async function readExamples(
  task: CapabilityTask,
  source: LineSource,
  { file = task.id, limit = Number.POSITIVE_INFINITY }: ReadExamplesOptions = {},
): Promise<CapabilityExample[]> {
  const examples: CapabilityExample[] = [];
  for await (const { line, record } of records(task, linesOf(source), file)) {
    if (examples.length >= limit) break;
    try {
      const example = task.example(record);
      if (example) examples.push(example);
    } catch (cause) {
      throw new DatasetError({
        code: 'record-shape',
        message: `${file}:${line}: ${(cause as Error).message}.`,
        hint: `The file is read as ${task.description}.`,
        data: { file, line, task: task.id },
        cause,
      });
    }
  }
  if (examples.length > 0) return examples;
  throw new DatasetError({
    code: 'no-examples',
    message: `${file}: no labelled example of ${task.id}.`,
    hint: `The file is read as ${task.description}.`,
    data: { file, task: task.id },
  });
}

interface PlacedRecord {
  readonly line: number;
  readonly record: CapabilityRecord;
}

async function* records(
  task: CapabilityTask,
  lines: AsyncIterable<string>,
  file: string,
): AsyncGenerator<PlacedRecord> {
  const iterator = lines[Symbol.asyncIterator]();
  try {
    let first = await iterator.next();
    let passed = 0;
    while (!first.done && first.value.trim() === '') {
      passed++;
      first = await iterator.next();
    }
    if (first.done) return;
    const rest = chain(first.value, iterator);
    if ('[{'.includes(first.value.trim()[0]!)) yield* jsonRecords(rest, file, passed);
    else yield* tableRecords(task, rest, file, passed);
  } finally {
    await iterator.return?.();
  }
}

async function* jsonRecords(
  lines: AsyncIterable<string>,
  file: string,
  passed: number,
): AsyncGenerator<PlacedRecord> {
  for await (const { line, value, error } of readRecords(lines, file)) {
    if (error) throw error;
    const object = typeof value === 'object' && value !== null ? (value as CapabilityRecord) : {};
    yield { line: line + passed, record: object };
  }
}

/** Rows of TSV or CSV; a table that begins with a row of data is read by the task's own columns. */
async function* tableRecords(
  task: CapabilityTask,
  lines: AsyncIterable<string>,
  file: string,
  passed: number,
): AsyncGenerator<PlacedRecord> {
  let line = passed;
  let columns: readonly string[] | undefined;
  let delimiter: string | undefined;
  for await (const text of lines) {
    line++;
    if (text.trim() === '') continue;
    delimiter ??= text.includes('\t') ? '\t' : ',';
    const cells = delimiter === '\t' ? text.split('\t') : commaCells(text, file, line);
    if (!columns) {
      const named = cells.map((cell) => cell.trim());
      const header = !task.headerless || task.headerless.filter((name) => named.includes(name)).length > 1;
      columns = header ? named : task.headerless!;
      if (header) continue;
    }
    if (cells.length < columns.length) {
      const why = `${cells.length} cells under ${columns.length} columns`;
      throw brokenLine(file, line, why, `The file is read as ${task.description}.`);
    }
    yield { line, record: Object.fromEntries(columns.map((name, i) => [name, cells[i]])) };
  }
}

function commaCells(text: string, file: string, line: number): readonly string[] {
  const cells = csvCells(text, ',');
  if (!cells) throw brokenLine(file, line, 'a quotation mark is not closed', 'Put an example on one line.');
  return cells;
}

async function* chain(first: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
