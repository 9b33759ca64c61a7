import type { Cell } from './report-document.js';

/** A number to four figures, `1,234`, `0.0123`, `1.2e-7`; text as it is; nothing for `null`. */
export function formatCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return Number.isNaN(cell) ? '–' : cell > 0 ? '∞' : '−∞';
  const size = Math.abs(cell);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return cell.toExponential(2).replace('-', '−');
  if (size >= 1000) return Math.round(cell).toLocaleString('en-US').replace('-', '−');
  return String(Number(cell.toPrecision(4))).replace('-', '−');
}
