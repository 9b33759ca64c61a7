import { expect, it } from 'vitest';
import { normaliseAnswer, saidText, saysAnswer } from './said-text.js';

it.each([
  [' Rome.\nThe', 'Rome'],
  [' Rome. The city', 'Rome'],
  [' 3.14 and', '3.14 and'],
  [' St. Louis', 'St'],
  [' 東京。日本', '東京'],
  ['\nRome', ''],
  [' Rome, of course', 'Rome, of course'],
])('ends %j where its first sentence ends', (continuation, said) => {
  expect(saidText(continuation)).toBe(said);
});

it('ends no sentence within an answer that is named', () => {
  expect(saidText(' St. Louis. The city', ['St. Louis'])).toBe('St. Louis');
  expect(saidText(' in St. Louis. The city', ['St. Louis'])).toBe('in St. Louis');
  expect(saidText(' Jan. In St. Louis', ['St. Louis'])).toBe('Jan');
  expect(saidText(' Washington, D.C. or', ['Washington, D.C.'])).toBe('Washington, D.C. or');
});

it.each([
  ['The  Hague', 'hague'],
  ['“Rome”!', 'rome'],
  ['ＲＯＭＥ', 'rome'],
  ['a theatre', 'theatre'],
  ['cafe\u0301', 'café'],
])('normalises %j', (text, normalised) => {
  expect(normaliseAnswer(text)).toBe(normalised);
});

it('tells the whole answer from one among other words, and from a part of a word', () => {
  expect(saysAnswer('Rome', 'the Rome')).toEqual({ exact: true, contains: true });
  expect(saysAnswer('Rome, of course', 'Rome')).toEqual({ exact: false, contains: true });
  expect(saysAnswer('Romeo', 'Rome')).toEqual({ exact: false, contains: false });
  expect(saysAnswer('', 'Rome')).toEqual({ exact: false, contains: false });
  expect(saysAnswer('Roma', 'Rome', 'Roma')).toEqual({ exact: true, contains: true });
  expect(saysAnswer('', '…')).toEqual({ exact: false, contains: false });
});
