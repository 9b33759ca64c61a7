import { expect, it } from 'vitest';
import { besideOrBelow, shadedMap } from './shaded-map.js';

it('shades from nothing to most, with a number above every fifth block', () => {
  const values = [
    [0, 0.25, 0.5, 0.75, 1, 2],
    [-1, 0, 0, 0, 0, 0.1],
  ];
  expect(shadedMap({ title: 'hidden', rows: ['The', ' cat'], values, most: 1 }).split('\n')).toEqual([
    'hidden',
    '      0         5',
    'The     ░░▒▒▓▓████',
    ' cat',
  ]);
});

it('shows nothing where there is no effect, and narrow columns for deep models', () => {
  const values = [Array.from({ length: 48 }, () => 0)];
  const lines = shadedMap({ title: 'mlp', rows: ['a'.repeat(30)], values, most: 0 }).split('\n');
  expect(lines[1]!.trim()).toBe('0    5    10   15   20   25   30   35   40   45');
  expect(lines[2]).toBe(`${'a'.repeat(21)}…`);
});

it('puts maps side by side where they fit', () => {
  expect(besideOrBelow(['a\nbb', 'c'], 6)).toBe('a    c\nbb');
  expect(besideOrBelow(['a\nbb', 'c'], 5)).toBe('a\nbb\n\nc');
});
