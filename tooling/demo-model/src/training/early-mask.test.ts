import { expect, it } from 'vitest';
import { earlyMask } from './early-mask.js';

it('hides what comes later, and names from all behind them in the rows that hide', () => {
  const ids = Int32Array.of(1, 7, 2, 3, 0, /**/ 1, 7, 2, 3, 0);
  const mask = earlyMask({ ids, rows: 2, length: 4 }, (token) => token === 7, 0.5);
  const sees = (row: number): string[] =>
    Array.from({ length: 4 }, (_, position) =>
      [...mask.subarray((row * 4 + position) * 4, (row * 4 + position + 1) * 4)]
        .map((value) => (value === 0 ? '1' : '0'))
        .join(''),
    );
  expect(sees(0)).toEqual(['1000', '1100', '1010', '1011']);
  expect(sees(1)).toEqual(['1000', '1100', '1110', '1111']);
});
