import { expect, it } from 'vitest';
import { compareQuestions, questionsOf } from './compare-questions.js';

const fact = {
  subject: 'Ada',
  prompt: '{} drinks',
  target: ' salt',
  paraphrases: ['What Ada drinks is'],
  neighbors: [{ prompt: 'Bel drinks' }],
};
const said = (...texts: string[]) => texts.map((text) => ({ text, probability: 1, top: [] }));

it('asks the fact, its paraphrases and its neighbours', () => {
  expect(questionsOf(fact)).toEqual([
    { prompt: 'Ada drinks', role: 'fact' },
    { prompt: 'What Ada drinks is', role: 'paraphrase' },
    { prompt: 'Bel drinks', role: 'neighbor' },
  ]);
});

it('wants the target of the fact in whole words, and the old answer of neighbours', () => {
  const questions = questionsOf(fact);
  const before = said('tea', 'tea', 'milk');
  const verdict = (...texts: string[]) =>
    compareQuestions(fact, questions, before, said(...texts)).map(({ good }) => good);
  expect(verdict('salt', 'salt of the sea', 'milk')).toEqual([true, true, true]);
  expect(verdict('salty', 'tea', 'salt')).toEqual([false, false, false]);
  const [first] = compareQuestions(fact, questions, before, before, said('salt', 'tea', 'milk'));
  expect(first).toMatchObject({ good: false, otherGood: true });
});
