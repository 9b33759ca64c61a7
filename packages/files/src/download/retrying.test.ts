import { expect, it } from 'vitest';
import { MOST_ATTEMPTS, retrying } from './retrying.js';
import { TransientError } from './transient-error.js';
import { UnusableAnswer } from './unusable-answer.js';

const giveUp = (cause: Error, attempts: number, what: string) =>
  new RangeError(`${what}: ${attempts} times: ${cause.message}`);
const options = { what: 'waiting', giveUp, retryDelay: 0 };

it('counts attempts anew where the work gets ahead', async () => {
  let made = 0;
  const work = retrying(
    async (progressed) => {
      if (++made === 3) progressed();
      throw new TransientError('no');
    },
    { ...options, attempts: 4 },
  );
  await expect(work).rejects.toThrow('waiting: 7 times: no');
});

it('ends also where the work gets ahead without end', async () => {
  let made = 0;
  const work = retrying(
    async (progressed) => {
      made++;
      progressed();
      throw new TransientError('no');
    },
    { ...options, attempts: 1 },
  );
  await expect(work).rejects.toThrow(RangeError);
  expect(made).toBe(MOST_ATTEMPTS);
});

it('does not try again what no attempt makes better', async () => {
  let made = 0;
  const work = retrying(() => {
    made++;
    throw new UnusableAnswer('never');
  }, options);
  await expect(work).rejects.toThrow('waiting: 1 times: never');
  expect(made).toBe(1);
});
