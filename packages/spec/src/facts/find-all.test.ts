import { expect, it } from 'vitest';
import { findAll } from './find-all.js';

it('finds every place, overlapping ones too', () => {
  expect(findAll('Ann knows Ann', 'Ann', 9)).toEqual([0, 10]);
  expect(findAll('aaaa', 'aa', 9)).toEqual([0, 1, 2]);
  expect(findAll('aaaa', 'aa', 2)).toEqual([0, 1]);
  expect(findAll('abacabab', 'abab', 9)).toEqual([4]);
  expect(findAll('Ann', 'Anna', 9)).toEqual([]);
  expect(findAll('Ann', '', 9)).toEqual([]);
});

it('finds what a plain search finds, in random texts of two letters', () => {
  let seed = 1;
  const letter = () => {
    seed = (seed * 48271) % 2147483647;
    return seed % 2 === 0 ? 'a' : 'b';
  };
  for (let round = 0; round < 300; round++) {
    const text = Array.from({ length: 40 }, letter).join('');
    const pattern = Array.from({ length: 1 + (round % 5) }, letter).join('');
    const expected = [...text].flatMap((_, at) => (text.startsWith(pattern, at) ? [at] : []));
    expect(findAll(text, pattern, 99)).toEqual(expected);
  }
});

it('takes linear time where most of the pattern is found everywhere', () => {
  const started = process.cpuUsage();
  expect(findAll('a'.repeat(200_000), `${'a'.repeat(100_000)}c`, 2)).toEqual([]);
  // Of a processor, in µs. A search that begins anew at every place takes over ten seconds.
  expect(process.cpuUsage(started).user).toBeLessThan(1e6);
});
