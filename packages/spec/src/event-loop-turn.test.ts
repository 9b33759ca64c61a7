import { expect, test } from 'vitest';
import { eventLoopTurn } from './event-loop-turn.js';

test('lets a timer that is due run, which an awaited promise does not', async () => {
  let rang = false;
  setTimeout(() => {
    rang = true;
  });
  await Promise.resolve();
  expect(rang).toBe(false);
  await eventLoopTurn();
  expect(rang).toBe(true);
});
