import { brokenLine } from './broken-line.js';
import { csvCells } from './csv-cells.js';
import type { CreateReader } from './source-record.js';

/** Columns that hold several texts in one cell, with `|` between them. */
const LIST_COLUMNS = ['paraphrases', 'neighbors', 'generationPrompts'];

/** Columns whose names hold capitals: a header may write any name in any case. */
const CAPITALS = ['generationPrompts', 'targetId'];

interface Header {
  readonly columns: readonly string[];
  readonly delimiter: string;
}

/**
 * Rows of a CSV text (comma, semicolon or tab) as objects named by the header line, each at the line where it
 * begins. Blank lines are passed over; cells a row lacks are empty; a row with more cells than columns is
 * broken. One row is in memory at a time.
 */
export const csvRows: CreateReader = (file, found) => {
  let header: Header | undefined;
  let parts: string[] = [];
  let begun = 0;
  let quotes = 0;
  const broken = (line: number, why: string, hint: string) =>
    found({ line, error: brokenLine(file, line, why, hint) });

  const row = (text: string) => {
    if (!header) {
      const read = headerOf(text);
      const twice = read.columns.find((name, i) => name !== '' && read.columns.indexOf(name) !== i);
      if (twice !== undefined)
        broken(begun, `two columns are named "${twice}"`, 'Give each a name of its own.');
      header = read;
      return;
    }
    const { columns, delimiter } = header;
    const cells = csvCells(text, delimiter);
    if (!cells) return unclosed();
    if (cells.length > columns.length) {
      const why = `${cells.length} cells under ${columns.length} columns`;
      broken(begun, why, 'Put cells that hold a comma in quotation marks.');
      return;
    }
    const value = Object.fromEntries(columns.map((name, i) => [name, cellValue(name, cells[i] ?? '')]));
    found({ line: begun, value });
  };
  const unclosed = () =>
    broken(begun, 'a quotation mark is not closed', 'Close it; write "" for one inside a quoted cell.');

  return {
    ended: false,
    line(text, number) {
      if (parts.length === 0) {
        if (text.trim() === '') return;
        begun = number;
      }
      parts.push(text);
      for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
      // A line that leaves a quotation mark open goes on in the next.
      if (quotes % 2 === 1) return;
      const whole = parts.join('\n');
      parts = [];
      quotes = 0;
      row(whole);
    },
    end() {
      if (parts.length > 0) unclosed();
    },
  };
};

/** The delimiter is the one of which the header has most. */
function headerOf(text: string): Header {
  const [delimiter] = [',', ';', '\t']
    .map((mark) => [mark, text.split(mark).length] as const)
    .reduce((most, next) => (next[1] > most[1] ? next : most));
  const columns = (csvCells(text, delimiter) ?? []).map((name) => {
    const lower = name.trim().toLowerCase();
    return CAPITALS.find((known) => known.toLowerCase() === lower) ?? lower;
  });
  return { columns, delimiter };
}

function cellValue(column: string, cell: string): string | string[] {
  return LIST_COLUMNS.includes(column) ? cell.split('|').map((part) => part.trim()) : cell;
}
