import { expect, it } from 'vitest';
import { plural } from './plural.js';

it('puts a noun to a count', () => {
  expect([0, 1, 2, 1000].map((count) => plural(count, 'fact'))).toEqual([
    '0 facts',
    '1 fact',
    '2 facts',
    '1,000 facts',
  ]);
  expect([1, 2].map((count) => plural(count, 'batch', 'batches'))).toEqual(['1 batch', '2 batches']);
});
