import { expect, it } from 'vitest';
import { differentQuestions, revisionRounds } from './revision-rounds.js';

const fact = (subject: string, target: string, prompt = '{} lives in') => ({
  ...{ id: subject, subject, prompt, target, truth: 'Bern' },
});
const all = [fact('Ann', 'Rome'), fact('Bob', 'Oslo'), fact('Eve', 'Riga'), fact('Ada', 'red', '{} likes')];

it('gives a fact other answers of its prompt in odd rounds, and its own in even ones', () => {
  const rounds = revisionRounds(all.slice(0, 1), all, 6);
  expect(rounds.map(({ target }) => target)).toEqual(['Oslo', 'Rome', 'Riga', 'Rome', 'Oslo', 'Rome']);
  expect(rounds.every(({ subject }) => subject === 'Ann')).toBe(true);
});

it('takes answers of other prompts where its own has none, and refuses where there are none at all', () => {
  expect(revisionRounds(all.slice(3), all, 2).map(({ target }) => target)).toEqual(['Rome', 'red']);
  const alone = [fact('Ann', 'Rome')];
  expect(revisionRounds(alone, alone, 2).map(({ target }) => target)).toEqual(['Bern', 'Rome']);
  const { truth: _, ...bare } = alone[0]!;
  expect(() => revisionRounds([bare], [bare], 2)).toThrowError(
    expect.objectContaining({ code: 'setting-out-of-range' }),
  );
});

it('keeps the first of the facts that ask the same', () => {
  const again = fact('Ann', 'Kiev');
  expect(differentQuestions([...all, again])).toEqual(all);
});
