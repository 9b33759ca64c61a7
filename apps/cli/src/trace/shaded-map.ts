/** From little to much; a space for nothing (or less than nothing). */
const SHADES = [' ', '░', '▒', '▓', '█'] as const;
const LONGEST_LABEL = 22;

export interface ShadedMap {
  readonly title: string;
  readonly rows: readonly string[];
  /** `values[row][column]` */
  readonly values: readonly (readonly number[])[];
  /** The value that is all black. */
  readonly most: number;
}

/**
 * A grid as shaded blocks for a terminal: a column per block, its number above every fifth. Four shades: up
 * to ⅛ of `most` nothing, then ⅜, ⅝ and ⅞.
 */
export function shadedMap({ title, rows, values, most }: ShadedMap): string {
  const labels = rows.map((label) => clip(label));
  const width = Math.max(...labels.map((label) => [...label].length));
  const columns = values[0]?.length ?? 0;
  const cell = columns > 32 ? 1 : 2;
  const numbers = Array.from({ length: columns }, (_, b) => (b % 5 === 0 ? String(b) : ''));
  const head = numbers.map((text) => text.padEnd(cell)).join('');
  // Two-digit numbers take the room of the column behind them where columns are narrow.
  const scale = cell > 1 ? head : narrowHead(columns);
  const lines = values.map(
    (row, r) =>
      `${padded(labels[r]!, width)}  ${row.map((value) => shade(value, most).repeat(cell)).join('')}`,
  );
  return [title, `${' '.repeat(width)}  ${scale}`.trimEnd(), ...lines.map((line) => line.trimEnd())].join(
    '\n',
  );
}

function narrowHead(columns: number): string {
  let line = '';
  for (let b = 0; b < columns; b += 5) line = line.padEnd(b) + String(b);
  return line;
}

function shade(value: number, most: number): string {
  const step = most > 0 ? Math.round((value / most) * (SHADES.length - 1)) : 0;
  return SHADES[Math.max(0, Math.min(SHADES.length - 1, step))]!;
}

function clip(label: string): string {
  const shown = label.replaceAll('\n', '↵').replaceAll('\t', '→');
  const letters = [...shown];
  return letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL - 1).join('')}…` : shown;
}

const padded = (text: string, width: number) => text + ' '.repeat(width - [...text].length);

/** Maps side by side where they fit into `columns`, one below the other where not. */
export function besideOrBelow(maps: readonly string[], columns: number): string {
  const blocks = maps.map((map) => map.split('\n'));
  const widths = blocks.map((lines) => Math.max(...lines.map((line) => [...line].length)));
  const total = widths.reduce((sum, width) => sum + width, 0) + 3 * (maps.length - 1);
  if (total > columns) return maps.join('\n\n');
  const height = Math.max(...blocks.map((lines) => lines.length));
  return Array.from({ length: height }, (_, i) =>
    blocks
      .map((lines, b) => padded(lines[i] ?? '', widths[b]!))
      .join('   ')
      .trimEnd(),
  ).join('\n');
}
