import { expect, it } from 'vitest';
import { SpacedMeasure } from './spaced-measure.js';

it('measures at once, and then as often as its cost allows', async () => {
  let clock = 0;
  let cost = 2;
  const spaced = new SpacedMeasure(
    async () => {
      clock += 1000 * cost;
      return clock;
    },
    0.1,
    () => clock,
  );
  const due: number[] = [];
  for (let batch = 1; batch <= 50; batch++) {
    if ((await spaced.after(10)) !== undefined) due.push(batch);
    if (batch === 21) cost = 0.5;
  }
  // 2 s are a tenth of 20 s, two batches; 0.5 s are less than a tenth of one.
  expect(due.slice(0, 11)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21]);
  expect(due.slice(11)).toEqual(Array.from({ length: 28 }, (_, i) => 23 + i));
});
