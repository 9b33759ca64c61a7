import { expect, it } from 'vitest';
import { formatCount, formatNumber, formatRate, formatSeconds } from './format.js';

it.each([
  [0.04, '0.0 s'],
  [59.6, '1 min 00 s'],
  [125, '2 min 05 s'],
  [3780, '1 h 03 min'],
])('formatSeconds(%d)', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

it.each([
  [0, '0'],
  [0.0123456, '0.01235'],
  [1.2345e-9, '1.23e-9'],
  [12345.6, '12,346'],
  [Number.NaN, 'NaN'],
])('formatNumber(%d)', (x, text) => {
  expect(formatNumber(x)).toBe(text);
});

it('groups counts and shortens rates', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
  expect(formatRate(3210.4)).toBe('3,210/s');
  expect(formatRate(0.2512)).toBe('0.25/s');
});
