import Papa from 'papaparse';
import { brokenLine } from './broken-line.js';
import type { SourceRecord } from './source-record.js';

/** Columns that hold several texts in one cell, with `|` between them. */
const LIST_COLUMNS = ['paraphrases', 'neighbors', 'generationPrompts'];

/**
 * Rows of a CSV text (comma, semicolon or tab) as objects named by the header line, each at the line where it
 * begins. Blank lines are passed over; cells a row lacks are empty; a row with more cells than columns is
 * broken. One row is in memory at a time.
 */
export async function* csvRows(lines: AsyncIterable<string>, file: string): AsyncGenerator<SourceRecord> {
  let header: { readonly columns: readonly string[]; readonly delimiter: string } | undefined;
  for await (const { line, text, unclosed } of wholeRows(lines)) {
    if (unclosed) {
      const hint = 'Close the quotation mark; write "" for one inside a quoted cell.';
      yield { line, error: brokenLine(file, line, 'a quotation mark is not closed', hint) };
      return;
    }
    if (!header) {
      const { data, meta } = Papa.parse<string[]>(text, {
        newline: '\n',
        delimitersToGuess: [',', ';', '\t'],
      });
      header = { columns: (data[0] ?? []).map((cell) => cell.trim()), delimiter: meta.delimiter };
      continue;
    }
    const { columns, delimiter } = header;
    const cells = Papa.parse<string[]>(text, { newline: '\n', delimiter }).data[0] ?? [];
    if (cells.length > columns.length) {
      const why = `${cells.length} cells under ${columns.length} columns`;
      yield { line, error: brokenLine(file, line, why, 'Put cells that hold a comma in quotation marks.') };
    } else {
      yield {
        line,
        value: Object.fromEntries(columns.map((name, i) => [name, cellValue(name, cells[i] ?? '')])),
      };
    }
  }
}

interface RowText {
  readonly line: number;
  readonly text: string;
  readonly unclosed: boolean;
}

/** Lines put together to rows: one that leaves a quotation mark open goes on in the next. Blank rows are left out. */
async function* wholeRows(lines: AsyncIterable<string>): AsyncGenerator<RowText> {
  let parts: string[] = [];
  let line = 0;
  let quotes = 0;
  for await (const text of lines) {
    line++;
    parts.push(text);
    for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
    if (quotes % 2 === 1) continue;
    if (parts.length > 1 || text.trim() !== '') {
      yield { line: line - parts.length + 1, text: parts.join('\n'), unclosed: false };
    }
    parts = [];
    quotes = 0;
  }
  if (parts.length > 0) yield { line: line - parts.length + 1, text: parts.join('\n'), unclosed: true };
}

function cellValue(column: string, cell: string): string | string[] {
  return LIST_COLUMNS.includes(column) ? cell.split('|').map((part) => part.trim()) : cell;
}
