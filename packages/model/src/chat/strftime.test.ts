import { expect, it } from 'vitest';
import { strftime } from './strftime.js';

const day = new Date(2024, 6, 6, 9, 5, 7);

it('writes dates as Python does in English', () => {
  expect(strftime(day, '%d %b %Y, %-d %B %y, %A %a %e, %H:%M:%S, %m, 100%%')).toBe(
    '06 Jul 2024, 6 July 24, Saturday Sat  6, 09:05:07, 07, 100%',
  );
});

it('leaves what it does not know', () => {
  expect(strftime(day, '%Q %')).toBe('%Q %');
});
