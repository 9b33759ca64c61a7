import { expect, it } from 'vitest';
import { editOperations, type TimeQuestion } from './estimate-time.js';

/** A token is a word. */
const tokenizer = { encode: (text: string) => text.split(' ') as unknown as number[] };
const question: TimeQuestion = {
  info: { blocks: 4, hiddenSize: 10, vocabularySize: 100, parameters: 1000 + 4 * 500 },
  tokenizer,
  settings: { layers: [1], zSteps: 5, zLossLayer: 3 },
  facts: [{ subject: 'Ann', prompt: '{} lives in', target: 'Rome' }],
  templates: ['{}'],
};
const operations = (changes: Partial<TimeQuestion> = {}) => editOperations({ ...question, ...changes });

it('counts two operations a weight and token, and twice that backwards', () => {
  // Tokens: the context, prompt and target, and the subject by itself.
  const tokens = 1 + 3 + 1 + 1;
  const [block, head] = [1000, 2000];
  const step = 3 * (tokens * block * 2 + 2 * head);
  const keys = tokens * block * 2;
  const asked = (6 + 1 + 8) * 4 * block + 9 * head;
  expect(operations()).toBe(tokens * block * 2 + 5 * step + keys + asked);
});

it('grows with the facts, also beyond those that are counted, and with the steps', () => {
  const many = Array.from({ length: 1000 }, () => question.facts[0]!);
  expect(operations({ facts: many })).toBeCloseTo(1000 * operations(), 0);
  const { settings } = question;
  expect(operations({ settings: { ...settings, zSteps: 50 } })).toBeGreaterThan(5 * operations());
});
