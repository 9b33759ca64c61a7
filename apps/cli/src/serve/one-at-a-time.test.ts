import { expect, it } from 'vitest';
import { OneAtATime } from './one-at-a-time.js';

it('runs one after the other, also after one that fails', async () => {
  const queue = new OneAtATime(2);
  const order: string[] = [];
  const first = queue.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push('first');
    throw new Error('no');
  });
  const second = queue.run(async () => order.push('second'));
  expect(queue.full).toBe(true);
  await expect(first).rejects.toThrow('no');
  await second;
  expect(order).toEqual(['first', 'second']);
  expect(queue.full).toBe(false);
});
