import { expect, it } from 'vitest';
import { insideWord } from './inside-word.js';

/** The part in brackets, within the text. */
function inside(marked: string): boolean {
  const [before, part, after] = marked.split(/[[\]]/) as [string, string, string];
  return insideWord(before + part + after, before.length, before.length + part.length);
}

it.each([
  '[Ann]apolis is',
  'The [pol]is',
  'Jo[ann] is',
  '[Trul]is Lossen',
  '[Zoe]\u0308 is',
  '[Ren]é',
  '[Apollo 1]1 flew',
  'Version [3].5 of',
  '3,[500] people',
  '[Ann]-Marie is',
  'Jean-[Luc] is',
  '[Qur]\u2019an',
  "[Xi]'an",
  "O'[Brien] is",
  "[O]'Brien is",
  '[get]_value',
  '[Санкт]-Петербург',
  '[ann]a 3',
  '[\u{1F468}]\u200d\u{1F469}',
  '[\u{10400}]\u{10401}',
])('%s: inside a word', (marked) => expect(inside(marked)).toBe(true));

it.each([
  '[Ann] lives',
  '[Ann]',
  "[Ann]'s mother",
  '[Ann]\u2019s mother',
  "[Ross]' mother",
  "[Ann]'ll live",
  "La capitale de l'[Italie] est",
  'La capitale de l\u2019[Italie] est',
  "dell'[Umbria] è",
  '"[Ann]", (she) is',
  '([Ann])',
  '[Ann], [x',
  'the $[5] bill',
  'in [1970].',
  "[1960]'s music",
  'the – [Ann] – of',
  '#[ann] @x',
  '[東京]の首都は',
  '日本の[首都]東京',
  '[서울]은',
  'เมือง[กรุงเทพ]อยู่ใน',
  'x[東京]y',
  '[\u{1F600}] is',
])('%s: a word of its own', (marked) => expect(inside(marked)).toBe(false));
