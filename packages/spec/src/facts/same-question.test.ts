import { expect, it } from 'vitest';
import { questionKey, sameAnswer } from './same-question.js';

it('is the same however a question is written, and another for another subject', () => {
  const asked = questionKey({ subject: 'Zoë', prompt: '{} lives in' });
  expect(questionKey({ subject: 'Zoe\u0308', prompt: ' {}  lives\u00a0in ' })).toBe(asked);
  expect(questionKey({ subject: 'Zoe', prompt: '{} lives in' })).not.toBe(asked);
});

it('compares answers in the same way', () => {
  expect(sameAnswer({ target: ' New  York' }, { target: 'New York' })).toBe(true);
  expect(sameAnswer({ target: 'new york' }, { target: 'New York' })).toBe(false);
});
