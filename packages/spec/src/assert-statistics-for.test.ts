import { expect, test } from 'vitest';
import { assertStatisticsFor } from './assert-statistics-for.js';

test('takes statistics of the model and refuses those of another', () => {
  const statistics = { modelHash: 'abcdef0123456789' };
  expect(() => assertStatisticsFor(statistics, 'abcdef0123456789')).not.toThrow();
  expect(() => assertStatisticsFor(statistics, 'fedcba9876543210')).toThrow(
    expect.objectContaining({
      code: 'statistics-of-another-model',
      message: 'The statistics were made from model abcdef012345, this is fedcba987654.',
      data: { expected: 'fedcba9876543210', found: 'abcdef0123456789' },
    }),
  );
});

test('refuses those of another tokenizer, where both are known', () => {
  const statistics = { modelHash: 'm', tokenizers: ['abcdef0123456789', '00'] };
  expect(() => assertStatisticsFor(statistics, 'm', '00')).not.toThrow();
  expect(() => assertStatisticsFor(statistics, 'm')).not.toThrow();
  expect(() => assertStatisticsFor({ modelHash: 'm' }, 'm', 'fedcba9876543210')).not.toThrow();
  expect(() => assertStatisticsFor(statistics, 'm', 'fedcba9876543210')).toThrow(
    expect.objectContaining({
      code: 'statistics-of-another-tokenizer',
      message: 'The statistics were collected with tokenizer abcdef012345 or 00, this is fedcba987654.',
      data: { expected: 'fedcba9876543210', found: ['abcdef0123456789', '00'] },
    }),
  );
});
