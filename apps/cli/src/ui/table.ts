import Table from 'cli-table3';
import { ours, printable } from './printable.js';

/** A plain table: one head row, no lines between the others. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const plain = new Table({
    head: [...head],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: {
      ...Object.fromEntries(
        [
          'top',
          'top-mid',
          'top-left',
          'top-right',
          'bottom',
          'bottom-mid',
          'bottom-left',
          'bottom-right',
        ].map((name) => [name, '']),
      ),
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '',
    },
  });
  for (const row of rows) plain.push(row.map(printable));
  return ours(trimLines(plain.toString()));
}

const trimLines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
