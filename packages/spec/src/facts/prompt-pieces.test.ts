import { expect, it } from 'vitest';
import { promptInContext, promptOf, promptPieces } from './prompt-pieces.js';

it.each([
  ['The mother tongue of {} is', ['The mother tongue of ', ' is']],
  ['{}', ['', '']],
  ['no place', ['no place']],
  ['{} and {}', ['', ' and ', '']],
  ['let x = {{}}; {} lives in', ['let x = {}; ', ' lives in']],
  ['{{}}', ['{}']],
  ['{{{}}}', ['{', '}']],
  ['{{{{}}}}', ['{{}}']],
  ['{"a": {"name": "{}"}}', ['{"a": {"name": "', '"}}']],
  ['{"a": {"b": {}}}', ['{"a": {"b": ', '}}']],
  ['{{}', ['{', '']],
  ['{{a}} { } }{ {}', ['{{a}} { } }{ ', '']],
])('reads %j as %j', (prompt, pieces) => expect(promptPieces(prompt)).toEqual(pieces));

it('is undone by promptOf, whatever stands around the places', () => {
  const letters = '{}a';
  const texts = Array.from({ length: 3 ** 6 }, (_, i) =>
    Array.from({ length: 6 }, (_, at) => letters[Math.floor(i / 3 ** at) % 3]).join(''),
  );
  for (const [i, text] of texts.entries()) {
    const other = texts[(i * 7 + 5) % texts.length]!;
    for (const pieces of [[text], [text, other], [text.slice(3), other.slice(2)], [text, other, text]]) {
      expect(promptPieces(promptOf(pieces)), JSON.stringify(pieces)).toEqual(pieces);
    }
  }
});

it('puts prompts into contexts that hold braces themselves', () => {
  expect(promptInContext('{}', '{} lives in')).toBe('{} lives in');
  expect(promptInContext('It rains. {}', '{} lives in')).toBe('It rains. {} lives in');
  expect(promptPieces(promptInContext('{{}} {{{}}}', '{} is'))).toEqual(['{} {', ' is}']);
});

it('takes linear time', () => {
  const braces = '{'.repeat(300_000);
  expect(promptPieces(braces)).toEqual([braces]);
  expect(promptPieces('{}'.repeat(100_000))).toHaveLength(100_001);
  expect(promptPieces(`${'{'.repeat(200_000)}${'}'.repeat(200_000)}`)).toHaveLength(1);
});
