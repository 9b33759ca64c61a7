import { describe, expect, it } from 'vitest';
import { pairedBootstrap } from './paired-bootstrap.js';

const pairs = (n: number, difference: (i: number) => number) =>
  Array.from({ length: n }, (_, i): [number, number] => [i % 7, (i % 7) + difference(i)]);

describe('pairedBootstrap', () => {
  it('sees a small steady difference under a large spread between records', () => {
    const found = pairedBootstrap(pairs(50, (i) => (i % 2 === 0 ? 0.2 : 0.1)))!;
    expect(found.estimate).toBeCloseTo(0.15, 12);
    expect(found.interval[0]).toBeGreaterThan(0.13);
    expect(found.p).toBeCloseTo(1 / 2001, 12);
  });

  it('finds nothing in differences that cancel, and p = 1 where there are none', () => {
    expect(pairedBootstrap(pairs(40, (i) => (i % 2 === 0 ? 1 : -1)))!.p).toBe(1);
    expect(pairedBootstrap(pairs(40, () => 0))).toMatchObject({ estimate: 0, interval: [0, 0], p: 1 });
  });

  it('has a p-value near that of the normal distribution', () => {
    // d is 1 for 58 and −1 for 42 of 100: z = 0.16 / (0.987 / 10) = 1.62, p = 0.105.
    const { p } = pairedBootstrap(
      pairs(100, (i) => (i < 58 ? 1 : -1)),
      { samples: 4000 },
    )!;
    expect(Math.abs(p - 0.105)).toBeLessThan(0.025); // means come in steps of 0.02
  });

  it('changes sign with the order', () => {
    const some = pairs(30, (i) => (i % 3) - 0.5);
    const turned = some.map(([a, b]): [number, number] => [b, a]);
    expect(pairedBootstrap(turned)!.estimate).toBeCloseTo(-pairedBootstrap(some)!.estimate, 12);
  });

  it('has nothing to say about no pairs', () => {
    expect(pairedBootstrap([])).toBeUndefined();
  });
});
