import { readdirSync, writeFileSync } from 'node:fs';
import { temporaryFolder } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { folderValueStore } from './folder-value-store.js';

const at = temporaryFolder();
const values = {
  z: { rows: 2, cols: 3, data: Float32Array.of(0.1, -2, 3e-30, 4, 5, Math.fround(Math.PI)) },
  outcomes: [
    { steps: 3, loss: 0.04, targetProbability: 0.97 },
    { steps: 40, loss: 0.2, targetProbability: 0.8 },
  ],
};

it('keeps values to the bit, under their key', async () => {
  const store = folderValueStore(at('values'));
  expect(await store.get('a')).toBeUndefined();
  await store.set('a', values);
  expect(await store.get('a')).toEqual(values);
  expect(await store.get('b')).toBeUndefined();
});

it('takes a damaged file for none', async () => {
  const store = folderValueStore(at('damaged'));
  await store.set('a', values);
  const [name] = readdirSync(at('damaged'));
  for (const text of [
    '{',
    '{}',
    JSON.stringify({ rows: 2, cols: 3, outcomes: values.outcomes, z: 'AAAA' }),
  ]) {
    writeFileSync(at('damaged', name!), text);
    expect(await store.get('a')).toBeUndefined();
  }
});
