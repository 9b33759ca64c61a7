import { expect, it } from 'vitest';
import type { MomentOrigin } from './second-moments.js';
import { collectionKey, type StatisticsPrecision, statisticsKey } from './statistics-key.js';

const origin: MomentOrigin = {
  modelHash: 'a'.repeat(64),
  textDigest: 'b'.repeat(64),
  tokenDigest: 'c'.repeat(64),
  documents: 10,
  tokens: 500,
  tokenBudget: 600,
  contextLength: 256,
  arithmetic: 1,
};

type Input = [Partial<MomentOrigin>, number, StatisticsPrecision];

const keyOfLayer = ([change, layer, precision]: Input) =>
  statisticsKey({ ...origin, ...change }, layer, precision);
const keyOfCollection = ([change, , precision]: Input) => collectionKey({ ...origin, ...change }, precision);

it.each([
  ['of a layer', keyOfLayer],
  ['of a collection', keyOfCollection],
])('the key %s changes with every input, and with nothing else', (_, keyOf) => {
  const changes: Input[] = [
    [{}, 3, 'float64'],
    [{}, 3, 'float32'],
    [{ modelHash: 'd'.repeat(64) }, 3, 'float64'],
    [{ textDigest: 'd'.repeat(64) }, 3, 'float64'],
    [{ tokenDigest: 'd'.repeat(64) }, 3, 'float64'],
    [{ documents: 11 }, 3, 'float64'],
    [{ tokens: 501 }, 3, 'float64'],
    [{ tokenBudget: 601 }, 3, 'float64'],
    [{ tokenBudget: undefined }, 3, 'float64'],
    [{ contextLength: 128 }, 3, 'float64'],
    [{ arithmetic: 2 }, 3, 'float64'],
  ];
  const keys = changes.map(keyOf);
  expect(new Set(keys).size).toBe(changes.length);
  // Every field of the origin is among the changes.
  expect(new Set(changes.flatMap(([change]) => Object.keys(change)))).toEqual(new Set(Object.keys(origin)));
  expect(keyOf([{}, 4, 'float64']) === keys[0]).toBe(keyOf === keyOfCollection);
  const reordered = Object.fromEntries(Object.entries(origin).reverse()) as unknown as MomentOrigin;
  expect(keyOf([reordered, 3, 'float64'])).toBe(keys[0]);
});
