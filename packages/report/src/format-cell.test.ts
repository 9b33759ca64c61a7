import { expect, it } from 'vitest';
import { formatCell } from './format-cell.js';

it('shows numbers to four figures and text as it is', () => {
  const shown = [0, 1.23456, -0.5, 1234.5, -98765, 1e-7, 1e12, Number.NaN, -Infinity, null, 'a'].map(
    formatCell,
  );
  expect(shown).toEqual([
    '0',
    '1.235',
    '−0.5',
    '1,235',
    '−98,765',
    '1.00e−7',
    '1.00e+12',
    '–',
    '−∞',
    '',
    'a',
  ]);
});
