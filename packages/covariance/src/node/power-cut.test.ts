// A power cut at every change of the disk: layers that were told to be there must be there afterwards, and whole.
import { cpSync } from 'node:fs';
import { startEngine } from '@alphaedit/engine/node';
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import { atEveryPowerCut } from '@alphaedit/power-cut';
import type { ModelPort } from '@alphaedit/spec';
import { temporaryFolder } from '@alphaedit/testing';
import { beforeAll, expect, it, vi } from 'vitest';
import { tinyDocuments, tinyModel } from '../../test/tiny-model.js';
import { buildStatistics } from './build-statistics.js';
import { storedCollections } from './read-collections.js';
import { verifyLayer } from './verify-layer.js';

vi.mock('node:fs/promises', async (original) => (await import('@alphaedit/power-cut')).fragileDisk(original));

const documents = tinyDocuments(4);
const linalg = createPortableLinearAlgebra();
const prepared = temporaryFolder();
let model: ModelPort;

const collect = (directory: string, layers: readonly number[]) =>
  buildStatistics({ model, documents, layers, directory, linalg, batchTokens: 32, checkpointSeconds: 0 });

beforeAll(async () => {
  await startEngine();
  model = await tinyModel();
  await collect(prepared('stats'), [0]);
});

it.each<[string, { layers: readonly number[]; before?: (folder: string) => Promise<void> }]>([
  ['an empty folder', { layers: [1] }],
  [
    'a folder with another layer',
    { layers: [0, 1], before: async (folder) => cpSync(prepared('stats'), folder, { recursive: true }) },
  ],
])(
  'layers that are told to be in %s are in it, and the collection goes on',
  async (_, { layers, before }) => {
    const cuts = await atEveryPowerCut<{ layers: readonly number[] }>({
      before,
      told: () => ({ layers: before ? [0] : [] }),
      async work(folder, told) {
        told.layers = (await collect(folder, layers)).layers.map(({ layer }) => layer);
      },
      async holds(folder, told, at) {
        const [collection] = await storedCollections(folder);
        const verified = await Promise.all(
          (collection?.layers ?? []).map((entry) => verifyLayer(folder, collection!, entry)),
        );
        const sound = verified.filter(({ decomposed }) => decomposed).map(({ layer }) => layer);
        expect(sound, at).toEqual(expect.arrayContaining([...told.layers]));
      },
    });
    expect(cuts).toBeGreaterThan(40);
  },
);
