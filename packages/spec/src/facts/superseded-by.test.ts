import { expect, it } from 'vitest';
import { supersededBy } from './superseded-by.js';

const facts = [
  { subject: 'Ann', prompt: '{} drinks' },
  { subject: 'Ben', prompt: '{} drinks' },
  { subject: 'Ann', prompt: '{}  drinks ' },
  { subject: 'Ann drinks', prompt: '{}' },
  { subject: 'Ben', prompt: '{} eats' },
];
const found = (batchSize: number, undone: readonly number[] = []) => [
  ...supersededBy(facts, { batchOf: (fact) => Math.floor(fact / batchSize), undone: new Set(undone) }),
];

it('is the last fact of a later batch that asks the same', () => {
  expect(found(1)).toEqual([
    [2, 3],
    [0, 3],
  ]);
});

it('is none of the same batch', () => {
  expect(found(2)).toEqual([[0, 3]]);
  expect(found(5)).toEqual([]);
});

it('is none that is taken out; one that is taken out can be superseded', () => {
  expect(found(1, [3])).toEqual([[0, 2]]);
  expect(found(1, [0, 3])).toEqual([[0, 2]]);
  expect(found(1, [2, 3])).toEqual([]);
});
