import { expect, it } from 'vitest';
import { SpacedMeasure } from './spaced-measure.js';

it('measures at once, and then as often as its cost allows', async () => {
  let clock = 0;
  let cost = 2;
  const spaced = new SpacedMeasure({
    measure: async () => {
      clock += 1000 * cost;
      return clock;
    },
    share: 0.1,
    now: () => clock,
  });
  const due: number[] = [];
  for (let batch = 1; batch <= 50; batch++) {
    if ((await spaced.after(10)) !== undefined) due.push(batch);
    if (batch === 21) cost = 0.5;
  }
  // 2 s are a tenth of 20 s, two batches; 0.5 s are less than a tenth of one.
  expect(due.slice(0, 11)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21]);
  expect(due.slice(11)).toEqual(Array.from({ length: 28 }, (_, i) => 23 + i));
});

it('waits for the work that pays for the first time, whose preparation counts no more', async () => {
  let clock = 0;
  const done: string[] = [];
  const spaced = new SpacedMeasure({
    measure: async () => {
      done.push('measured');
      clock += 1000;
    },
    prepare: async () => {
      done.push('prepared');
      clock += 50_000;
    },
    expected: () => 3,
    share: 0.1,
    now: () => clock,
  });
  const counts: number[] = [];
  for (let batch = 1; batch <= 5; batch++) {
    await spaced.after(10);
    counts.push(done.length);
  }
  expect(counts).toEqual([0, 0, 2, 3, 4]);
  expect(done.slice(0, 3)).toEqual(['prepared', 'measured', 'measured']);
});
