import { expect, test } from 'vitest';
import { nullSpaceThreshold } from './null-space-threshold.js';

test('is the share of the trace where one is given, also of zero', () => {
  expect(nullSpaceThreshold({ nullSpaceThreshold: 0.02 })).toEqual({ kind: 'absolute', value: 0.02 });
  for (const value of [0.95, 0]) {
    expect(nullSpaceThreshold({ nullSpaceThreshold: 0.02, nullSpaceKeepTrace: value })).toEqual({
      kind: 'keep-trace',
      value,
    });
  }
});
