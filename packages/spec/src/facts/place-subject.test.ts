import { describe, expect, it } from 'vitest';
import { placeSubject } from './place-subject.js';

describe('placeSubject', () => {
  it.each([
    ['The mother tongue of Ann is', 'Ann', 'The mother tongue of {} is'],
    ['Ann', 'Ann', '{}'],
    ['Is it $1 (US)?', '$1 (US)', 'Is it {}?'],
    ['{} lives in', 'Ann', '{} lives in'],
    ['{} is made by Apples', 'Apple', '{} is made by Apples'],
    ['let x = {{}}; Ann lives in', 'Ann', 'let x = {{}}; {} lives in'],
    ['let x = {{}}; {} lives in', 'Ann', 'let x = {{}}; {} lives in'],
    ['\\emph{Ann} lives in', 'Ann', '\\emph{{{}}} lives in'],
    ['東京の首都は', '東京', '{}の首都は'],
    ["Ann's home is", 'Ann', "{}'s home is"],
  ])('places %j: %s', (prompt, subject, expected) => {
    expect(placeSubject(prompt, subject)).toEqual({ prompt: expected, subject });
  });

  it.each([
    ['decomposed', 'of Zoë Vale is'.normalize('NFD'), 'Zoë Vale'],
    ['composed', 'of Zoë Vale is'.normalize('NFC'), 'Zoë Vale'.normalize('NFD')],
    ['Korean in parts', 'of 한국 is'.normalize('NFD'), '한국'],
    ['a singleton', 'of Ångström is', '\u212bngström'],
  ])(
    'finds the same letters in another normal form (%s), and keeps those of the prompt',
    (_, prompt, subject) => {
      const placed = placeSubject(prompt, subject);
      expect(placed).toEqual({ prompt: 'of {} is', subject: prompt.slice(3, -3) });
    },
  );

  it.each([
    ['subject-not-found', 'Bob lives in', 'Ann'],
    ['subject-ambiguous', 'Ann knows Ann', 'Ann'],
    ['subject-ambiguous', 'Annabel Ann', 'Ann'],
    ['subject-ambiguous', 'Zoë and Zoe\u0308', 'Zoë'],
    ['subject-ambiguous', 'aaa', 'aa'],
    ['subject-ambiguous', '{} and {}', 'Ann'],
    ['subject-ambiguous', 'let x = {}; Trulis Lossen dreams in', 'Trulis Lossen'],
    ['subject-ambiguous', '{} is made by Apple', 'Apple'],
    ['subject-inside-word', 'Trulis Lossen dreams in', 'Trul'],
    ['subject-inside-word', 'Zoe\u0308tje lives in', 'Zoë'],
    ['subject-not-found', 'Zoe\u0308 lives in', 'Zoe'],
  ])('tells %s: %j, %j', (code, prompt, subject) => {
    expect(placeSubject(prompt, subject)).toMatchObject({ code });
  });

  it.each([
    ['letter case', 'ANN lives in', 'Ann', 'ANN'],
    ['apostrophes or quotation marks', 'O\u2019Brien lives in', "O'Brien", 'O\u2019Brien'],
    ['apostrophes or quotation marks', '\u201cHey\u201d Jude is', '"Hey" Jude', '\u201cHey\u201d Jude'],
    ['blanks', 'New\u00a0York is', 'New York', 'New\u00a0York'],
    ['blanks', 'New  York is', 'New York', 'New  York'],
    ['blanks', 'New\u200b York is', 'New York', 'New\u200b York'],
    ['hyphens', 'Jean\u2011Luc is', 'Jean-Luc', 'Jean\u2011Luc'],
    ['marks on letters', 'Zoë is', 'Zoe', 'Zoë'],
    ['width or form of letters', 'Ａｎｎ is', 'Ann', 'Ａｎｎ'],
    ['letter case and blanks', 'new\u00a0york is', 'New York', 'new\u00a0york'],
  ])(
    'names the difference of what looks alike (%s) and offers the fix',
    (difference, prompt, subject, there) => {
      const placed = placeSubject(prompt, subject);
      const fixed = prompt.replace(there, '{}');
      expect(placed).toMatchObject({ code: 'subject-not-found', fix: { prompt: fixed, subject: there } });
      expect(placed).toMatchObject({
        message: expect.stringMatching(new RegExp(`differs in ${difference}$`)),
      });
      expect(placed).toMatchObject({ hint: expect.stringContaining('{}') });
    },
  );

  it('tells how braces are written as text', () => {
    const placed = placeSubject('let x = {}; Ann is', 'Ann');
    expect(placed).toMatchObject({ hint: expect.stringContaining('{{}}') });
  });

  it('takes linear time and repeats no long text', () => {
    const started = process.cpuUsage();
    const hostile: [string, string][] = [
      ['a'.repeat(200_000), `${'a'.repeat(100_000)}c`],
      ['a'.repeat(200_000), 'a'.repeat(100_000)],
      ['{'.repeat(200_000), 'Ann'],
      ['e\u0301'.repeat(100_000), `${'é'.repeat(50_000)}c`],
      [`e${'\u0301'.repeat(200_000)}`, 'Ann'],
      [' '.repeat(200_000), `a${' '.repeat(100_000)}b`],
      ['A\u00a0'.repeat(100_000), `${'a '.repeat(50_000)}c`],
    ];
    for (const [prompt, subject] of hostile) {
      expect(JSON.stringify(placeSubject(prompt, subject)).length).toBeLessThan(1500);
    }
    // Of a processor, in µs. A quadratic search takes over ten seconds for any of these.
    expect(process.cpuUsage(started).user).toBeLessThan(5e6);
  });
});
