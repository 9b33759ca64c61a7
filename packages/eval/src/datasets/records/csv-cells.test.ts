import { expect, it } from 'vitest';
import { csvCells } from './csv-cells.js';

it.each([
  ['a,b', ['a', 'b']],
  [' a , b ', ['a', 'b']],
  ['a,,', ['a', '', '']],
  ['', ['']],
  ['"a, b",c', ['a, b', 'c']],
  [' "a, b" , c', ['a, b', 'c']],
  ['" a ",b', [' a ', 'b']],
  ['"a ""b"" c"', ['a "b" c']],
  ['"""a"""', ['"a"']],
  ['"",""', ['', '']],
  ['"a\nb",c', ['a\nb', 'c']],
  ['5" pipe,b', ['5" pipe', 'b']],
  ['"a" b,c', ['a b', 'c']],
  ['"a', undefined],
  ['"a""', undefined],
])('%j: %j', (text, cells) => expect(csvCells(text, ',')).toEqual(cells));

it('takes other delimiters, which are no blanks', () => {
  expect(csvCells('a\t\t b', '\t')).toEqual(['a', '', 'b']);
  expect(csvCells('a;b,c', ';')).toEqual(['a', 'b,c']);
});
