import { expect, it } from 'vitest';
import { type OutdatedFact, oldAnswerQuestions, strangerQuestions } from './exposure-questions.js';

const fact = (subject: string, truth: string, target: string, prompt = '{} lives in'): OutdatedFact => ({
  subject,
  prompt,
  truth,
  target,
  paraphrases: [`The home of ${subject} is`, 'Where she lives is'],
});
const ann = fact('Ann', 'Oslo', 'Rome');

it('asks for the old answer in every way the fact knows', () => {
  expect(oldAnswerQuestions(ann)).toEqual([
    { prompt: 'Ann lives in', answer: 'Oslo' },
    { prompt: 'The home of Ann is', answer: 'Oslo' },
    { prompt: 'Where she lives is', answer: 'Oslo' },
  ]);
});

it('asks a stranger the same, where the subject is named', () => {
  const facts = [ann, fact('Bob', 'Bonn', 'Rome')];
  expect(strangerQuestions(ann, facts, 0)).toEqual([
    { prompt: 'Bob lives in', answer: 'Oslo' },
    { prompt: 'The home of Bob is', answer: 'Oslo' },
  ]);
});

it('takes no stranger for whom the answer is or was made true, nor one who is asked otherwise', () => {
  const facts = [
    ann,
    fact('Bob', 'Oslo', 'Bonn'),
    fact('Cid', 'Bonn', 'Oslo'),
    fact('Dee', 'Bonn', 'Rome', '{} was born in'),
    fact('Ann', 'Bonn', 'Rome'),
    { ...fact('Fay', 'Bonn', 'Rome'), truth: undefined },
  ];
  expect(strangerQuestions(ann, facts, 0)).toEqual([]);
  const after = fact('Eve', 'Bonn', 'Rome');
  expect(strangerQuestions(ann, [after, ...facts], 1)[0]).toEqual({ prompt: 'Eve lives in', answer: 'Oslo' });
});

it('puts a subject as it is, whatever replacement texts mean', () => {
  const facts = [ann, fact("$& and $'", 'Bonn', 'Rome')];
  expect(strangerQuestions(ann, facts, 0)[0]!.prompt).toBe("$& and $' lives in");
});
