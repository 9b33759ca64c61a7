import { expect, it } from 'vitest';
import { PeakMemory } from './peak-memory.js';

it('sees memory that is taken and given back, and not what was before', () => {
  const size = 200 * 2 ** 20;
  const taken = () => {
    const memory = new PeakMemory();
    memory.start();
    const before = process.memoryUsage.rss();
    let block: Uint8Array | undefined = new Uint8Array(size).fill(1);
    if (block[size - 1] !== 1) throw new Error('not filled');
    memory.sample();
    block = undefined;
    return memory.stop() - before;
  };
  // Pages of a first block may serve the second: at least one of them shows.
  expect(taken()).toBeGreaterThan(0.9 * size);
  const idle = new PeakMemory();
  idle.start();
  expect(idle.stop()).toBeLessThan(process.memoryUsage.rss() + size);
});
