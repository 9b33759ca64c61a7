import { expect, it } from 'vitest';
import { nextAsked } from './said-share.js';

it('finds the next fact that asks the same', () => {
  const facts = ['A', 'B', 'A ', 'C', 'A'].map((subject) => ({ subject, prompt: '{} is', target: 'x' }));
  expect(nextAsked(facts)).toEqual([2, 5, 4, 5, 5]);
  expect(nextAsked([])).toEqual([]);
});
