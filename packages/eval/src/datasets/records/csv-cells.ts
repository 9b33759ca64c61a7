/**
 * The cells of one row of CSV, without blanks around them; in quotation marks everything counts, and `""` is one
 * mark. Undefined where a quotation mark is not closed.
 */
export function csvCells(text: string, delimiter: string): string[] | undefined {
  const cells: string[] = [];
  for (let from = 0; from <= text.length; ) {
    let start = from;
    while (start < text.length && text[start] !== delimiter && text[start]!.trim() === '') start++;
    if (text[start] !== '"') {
      const end = endOf(text, delimiter, start);
      cells.push(text.slice(start, end).trim());
      from = end + 1;
      continue;
    }
    let cell = '';
    let close = text.indexOf('"', start + 1);
    for (start++; text[close + 1] === '"' && close >= 0; close = text.indexOf('"', start)) {
      cell += text.slice(start, close + 1);
      start = close + 2;
    }
    if (close < 0) return undefined;
    const end = endOf(text, delimiter, close);
    // What stands behind the closing mark belongs to the cell.
    cells.push(cell + text.slice(start, close) + text.slice(close + 1, end).trimEnd());
    from = end + 1;
  }
  return cells;
}

function endOf(text: string, delimiter: string, from: number): number {
  const end = text.indexOf(delimiter, from);
  return end < 0 ? text.length : end;
}
