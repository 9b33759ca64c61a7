import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import { describe, expect, it } from 'vitest';
import { asFirstVersion } from '../../test/as-first-version.js';
import { sampleMoments } from '../../test/sample-moments.js';
import { withFolder } from '../../test/temporary-folder.js';
import { decomposeStatistics } from './decompose-statistics.js';
import { readCollections } from './read-collections.js';
import { verifyLayer } from './verify-layer.js';
import { writeStatistics } from './write-statistics.js';

const linalg = createPortableLinearAlgebra();

const verified = async (folder: string) => {
  const [collection] = await readCollections(folder);
  return Promise.all(collection!.layers.map((entry) => verifyLayer(folder, collection!, entry)));
};

/** Puts zeros into the last half of a file's bytes. */
async function zeroHalf(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0, bytes.length - 12 * 6 * 8));
}

describe('verifyLayer', () => {
  it.each(['float64', 'float32'] as const)('finds sound statistics in %s sound', (precision) =>
    withFolder(async (folder) => {
      await writeStatistics(folder, sampleMoments(), { precision });
      await decomposeStatistics(folder, { linalg, layers: [1] });
      expect(await verified(folder)).toEqual([
        { layer: 1, recorded: true, decomposed: true },
        { layer: 2, recorded: true, decomposed: false },
      ]);
    }),
  );

  it('finds eigenvectors that were zeroed, also where no digest was kept', () =>
    withFolder(async (folder) => {
      await writeStatistics(folder, sampleMoments([1]));
      await decomposeStatistics(folder, { linalg });
      const [collection] = await readCollections(folder);
      await asFirstVersion(folder);
      expect(await verified(folder)).toEqual([{ layer: 1, recorded: false, decomposed: true }]);
      await zeroHalf(join(folder, collection!.layers[0]!.spectrum!.file));
      await expect(verified(folder)).rejects.toMatchObject({ code: 'statistics-broken' });
    }));

  it('finds a trace that was changed', () =>
    withFolder(async (folder) => {
      await writeStatistics(folder, sampleMoments([1]));
      const [collection] = await readCollections(folder);
      const entry = { ...collection!.layers[0]!, trace: 1 };
      await expect(verifyLayer(folder, collection!, entry)).rejects.toMatchObject({
        code: 'statistics-broken',
      });
    }));
});
