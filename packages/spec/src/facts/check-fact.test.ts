import { describe, expect, it } from 'vitest';
import type { Fact } from '../fact.js';
import { checkFact } from './check-fact.js';
import { checkedFact } from './checked-fact.js';

const fact = { id: '7', subject: 'Ann', prompt: '{} lives in', target: 'Rome' };
/** With fields as plain JavaScript may have them. */
const changed = (change: object) => ({ ...fact, ...change }) as Fact;
const codes = (change: object) => checkFact(changed(change)).problems.map(({ code }) => code);

describe('checkFact', () => {
  it('passes what can be edited, as it is', () => {
    expect(checkFact(fact)).toEqual({ fact, problems: [] });
    const whole = {
      ...{ ...fact, target: ' Rome', truth: ' Oslo', relation: 'P551', paraphrases: ['a {} b'] },
      neighbors: [{ prompt: 'Bob lives in', answer: ' Bonn' }, { prompt: 'Eve lives in' }],
      implications: [{ prompt: 'Ann eats', answer: 'pizza', aliases: ['pasta'], former: 'fish' }],
    };
    expect(checkFact(whole).fact).toBe(whole);
    expect(checkFact({ ...fact, prompt: '{}の首都は', subject: '日本', target: '京都' }).problems).toEqual(
      [],
    );
  });

  it('puts {} where the subject stands as text', () => {
    expect(checkFact({ ...fact, prompt: 'Where Ann lives:' }).fact.prompt).toBe('Where {} lives:');
  });

  it.each([
    ['empty-subject', { subject: ' ' }],
    ['empty-target', { target: '' }],
    ['empty-target', { target: ' \n' }],
    ['empty-prompt', { prompt: '\u00a0' }],
    ['subject-not-found', { prompt: 'Bob lives in' }],
    ['subject-ambiguous', { prompt: '{} and {} live in' }],
    ['subject-inside-word', { prompt: 'Annapolis is in' }],
    ['empty-prompt', { paraphrases: ['x', ''] }],
    ['empty-prompt', { neighbors: [{ prompt: ' ' }] }],
    ['empty-target', { implications: [{ prompt: 'x', answer: '' }] }],
    ['record-shape', { target: undefined }],
    ['record-shape', { prompt: 7 }],
  ])('tells %s for %j, as an error of that fact', (code, change) => {
    const { problems } = checkFact(changed(change), { file: 'f.jsonl', line: 3 }, 2);
    expect(problems).toMatchObject([{ severity: 'error', code, index: 2, id: '7', line: 3 }]);
    expect(problems[0]!.message).toMatch(/^f\.jsonl:3 \(record 7\): .*\.$/);
    expect(() => checkedFact(changed(change))).toThrow(
      expect.objectContaining({ name: 'FactError', code, message: expect.stringMatching(/^Fact 7: /) }),
    );
  });

  it('tells all that is wrong with a fact', () => {
    expect(codes({ subject: '', target: '', paraphrases: [''] })).toEqual([
      'empty-subject',
      'empty-target',
      'empty-prompt',
    ]);
    expect(codes({ prompt: 'Bob', target: '' })).toEqual(['subject-not-found', 'empty-target']);
  });

  it.each([
    ['prompt', '{} lives in ', '{} lives in'],
    ['prompt', '{} lives in\u00a0', '{} lives in'],
    ['prompt', '{} lives in\t', '{} lives in'],
    ['prompt', '\n{} lives in\r\n', '{} lives in'],
    ['subject', ' Ann', 'Ann'],
    ['subject', 'Ann\u3000', 'Ann'],
    ['target', 'Rome ', 'Rome'],
    ['target', '  Rome', 'Rome'],
    ['target', '\u00a0Rome\ufeff', 'Rome'],
    ['truth', '\tOslo', 'Oslo'],
    ['paraphrases', ['Ann dwells in '], ['Ann dwells in']],
    [
      'neighbors',
      [{ prompt: 'Bob lives in ', answer: ' Bonn' }],
      [{ prompt: 'Bob lives in', answer: ' Bonn' }],
    ],
  ] as const)('reads %s %j as %j and says so', (field, written, read) => {
    const { fact: checked, problems } = checkFact({ ...fact, [field]: written });
    expect(checked).toEqual({ ...fact, [field]: read });
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'stray-blanks', field, fix: { [field]: read } },
    ]);
    expect(problems[0]!.message).toContain(field);
  });

  it('finds a subject with stray blanks in the text of its prompt', () => {
    expect(checkFact({ ...fact, subject: ' Ann ', prompt: 'Ann lives in' }).fact).toEqual(fact);
  });

  it('keeps line ends and blanks within texts', () => {
    const prompt = 'Q: Where does {}  live?\nA:';
    expect(checkFact({ ...fact, prompt })).toEqual({ fact: { ...fact, prompt }, problems: [] });
  });

  it('warns of a subject in another normal form and reads it as the prompt has it', () => {
    const { fact: checked, problems } = checkFact({ ...fact, subject: 'Zoë', prompt: 'Zoe\u0308 lives in' });
    expect(checked).toEqual({ ...fact, subject: 'Zoe\u0308' });
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'subject-form', fix: { subject: 'Zoe\u0308' } },
    ]);
  });

  it.each([
    ['target-is-truth', { truth: 'Rome' }],
    ['target-is-truth', { truth: ' Rome' }],
    ['broken-text', { target: 'Ro\ud83d' }],
    ['broken-text', { prompt: '{} lives in M\ufffdnchen near' }],
  ])('warns of %s: %j', (code, change) => {
    expect(checkFact(changed(change)).problems).toMatchObject([{ severity: 'warning', code }]);
  });

  it('repeats no long text and nothing that would move a cursor', () => {
    const { problems } = checkFact({
      subject: `\u001b[2J${'x'.repeat(1e6)}`,
      prompt: 'y'.repeat(1e6),
      target: '',
    });
    for (const { message, hint } of problems) {
      expect(message.length + hint.length).toBeLessThan(700);
      expect(message).not.toContain('\u001b');
    }
  });
});
