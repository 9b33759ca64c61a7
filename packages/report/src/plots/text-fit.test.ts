import { expect, it } from 'vitest';
import { clip, wrap } from './text-fit.js';

it('clips by code points, never beyond the length', () => {
  expect(clip('abc', 3)).toBe('abc');
  expect(clip('abcd', 3)).toBe('ab…');
  expect(clip('😀😀😀', 2)).toBe('😀…');
});

it('wraps between words and keeps all of them', () => {
  const lines = wrap('the quick brown  fox jumps', 9);
  expect(lines).toEqual(['the quick', 'brown fox', 'jumps']);
  expect(wrap('incomprehensible', 6)).toEqual(['incom…']);
});
