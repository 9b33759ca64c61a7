import { expect, it } from 'vitest';
import { withoutNulls } from './without-nulls.js';

it('leaves out null fields at any depth and keeps the places of lists', () => {
  const record = { a: null, b: [null, 'x', { c: null, d: 0 }], e: { f: [null] }, g: '' };
  expect(withoutNulls(record)).toEqual({ b: ['', 'x', { d: 0 }], e: { f: [''] }, g: '' });
});

it('keeps a field named __proto__ a field', () => {
  const value = withoutNulls(JSON.parse('{"__proto__":{"x":1}}'));
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect(({} as { x?: number }).x).toBeUndefined();
});
