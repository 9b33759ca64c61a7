import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { LinearAlgebra, Progress } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { asFirstVersion } from '../../test/as-first-version.js';
import { counting } from '../../test/counting-linear-algebra.js';
import { sampleMoments } from '../../test/sample-moments.js';
import { withFolder } from '../../test/temporary-folder.js';
import type { SecondMoments } from '../second-moments.js';
import { decomposeStatistics } from './decompose-statistics.js';
import { openStatistics } from './open-statistics.js';
import { verifyLayer } from './verify-layer.js';
import { writeStatistics } from './write-statistics.js';

describe('decomposeStatistics', () => {
  it('stores every layer once, and reports how far it is', () =>
    withFolder(async (folder) => {
      const linalg = counting();
      await writeStatistics(folder, sampleMoments());
      const reports: Progress[] = [];
      const first = await decomposeStatistics(folder, {
        linalg,
        onProgress: (report) => reports.push(report),
      });
      expect(first.map(({ layer, found }) => [layer, found])).toEqual([
        [1, false],
        [2, false],
      ]);
      expect(reports.map(({ stage, done, total }) => [stage, done, total])).toEqual([
        ['decompose', 0, 2],
        ['decompose', 1, 2],
        ['decompose', 2, 2],
      ]);
      expect(await readdir(folder)).toHaveLength(5);
      const again = await decomposeStatistics(folder, { linalg });
      expect(again.map(({ found }) => found)).toEqual([true, true]);
      expect(linalg.calls).toBe(2);
    }));

  it('of a choice only', () =>
    withFolder(async (folder) => {
      const linalg = counting();
      const { collection } = await writeStatistics(folder, sampleMoments());
      await writeStatistics(folder, sampleMoments([1, 2], { textDigest: 'd'.repeat(64) }));
      await decomposeStatistics(folder, { linalg, collection, layers: [2] });
      const statistics = await openStatistics(folder, { linalg, collection });
      expect([1, 2].map((layer) => statistics.hasSpectrum(layer))).toEqual([false, true]);
      expect(await decomposeStatistics(folder, { linalg })).toHaveLength(4);
      expect(linalg.calls).toBe(4);
    }));

  it('interrupted, keeps what is done and goes on from there', () =>
    withFolder(async (folder) => {
      const linalg = counting();
      await writeStatistics(folder, sampleMoments());
      const controller = new AbortController();
      const onProgress = ({ done }: Progress) => done === 1 && controller.abort();
      const cut = decomposeStatistics(folder, { linalg, signal: controller.signal, onProgress });
      await expect(cut).rejects.toMatchObject({ code: 'aborted' });
      const rest = await decomposeStatistics(folder, { linalg });
      expect(rest.filter(({ found }) => found)).toMatchObject([{ layer: 1 }]);
    }));

  it('makes a damaged decomposition anew', () =>
    withFolder(async (folder) => {
      const linalg = counting();
      await writeStatistics(folder, sampleMoments([2]));
      const { path } = (await decomposeStatistics(folder, { linalg }))[0]!;
      const bytes = await readFile(path);
      await writeFile(path, bytes.with(bytes.length - 1, 0));
      expect(await decomposeStatistics(folder, { linalg })).toMatchObject([{ found: false }]);
      expect(await readFile(path)).toEqual(bytes);
    }));

  it('decomposes a folder of the first version, and takes what it holds', () =>
    withFolder(async (folder) => {
      const linalg = counting();
      await writeStatistics(folder, sampleMoments());
      await decomposeStatistics(folder, { linalg, layers: [2] });
      await asFirstVersion(folder);
      const decomposed = await decomposeStatistics(folder, { linalg });
      expect(decomposed.map(({ found }) => found)).toEqual([false, true]);
      const statistics = await openStatistics(folder, { linalg });
      expect([1, 2].map((layer) => statistics.hasSpectrum(layer))).toEqual([true, true]);
      await statistics.eigen(1);
      await statistics.eigen(2);
      expect(linalg.calls).toBe(2);
    }));

  it('does not give a second moment the spectrum of the one it replaced', () =>
    withFolder(async (folder) => {
      const moments = sampleMoments([2]);
      await writeStatistics(folder, moments);
      const linalg = createPortableLinearAlgebra();
      const overtaken: LinearAlgebra = {
        ...linalg,
        async eigh(matrix) {
          const { data, ...shape } = moments.secondMoment(2);
          const doubled = { ...shape, data: data.map((x) => 2 * x) };
          await writeStatistics(folder, { ...moments, secondMoment: () => doubled });
          return linalg.eigh(matrix);
        },
      };
      await decomposeStatistics(folder, { linalg: overtaken });
      expect((await openStatistics(folder, { linalg })).hasSpectrum(2)).toBe(false);
    }));

  it('of a large one stores what a projector needs: the eigenpairs from a threshold on', () =>
    withFolder(async (folder) => {
      const linalg = counting();
      await writeStatistics(folder, wideMoments());
      const options = { linalg, from: 0.5, wholeUpTo: 100 };
      const [made] = await decomposeStatistics(folder, options);
      expect(made).toMatchObject({ found: false, path: expect.stringContaining('.leading.') });
      expect(await decomposeStatistics(folder, options)).toMatchObject([{ found: true }]);

      const statistics = await openStatistics(folder, { linalg });
      const absolute = (value: number) => ({ kind: 'absolute', value }) as const;
      const figures = async (value: number) =>
        (await statistics.storedNullSpace(0, absolute(value)))?.nullDimension;
      // 40 / i² reaches 0.5 for eight of them, 3 for three; what is below was not computed.
      expect([await figures(0.5), await figures(3), await figures(0.4)]).toEqual([
        WIDE - 8,
        WIDE - 3,
        undefined,
      ]);
      expect(await statistics.storedSpectrum(0)).toBeUndefined();
      const calls = linalg.calls;
      const projector = await statistics.projector(0, absolute(3));
      expect(projector).toMatchObject({ nullDimension: WIDE - 3, spans: 'preserved' });
      expect(linalg.calls).toBe(calls);
      const [entry] = statistics.collection.layers;
      expect(await verifyLayer(folder, statistics.collection, entry!)).toMatchObject({ decomposed: true });

      // Collected again it is still there; damaged, it is made anew; and the whole can be had beside it.
      await writeStatistics(folder, wideMoments());
      expect(await decomposeStatistics(folder, options)).toMatchObject([{ found: true }]);
      const bytes = await readFile(made!.path);
      await writeFile(made!.path, bytes.with(bytes.length - 1, 0));
      await expect(statistics.storedNullSpace(0, absolute(3))).rejects.toMatchObject({
        code: 'statistics-broken',
      });
      expect(await decomposeStatistics(folder, options)).toMatchObject([{ found: false }]);
      expect(await readFile(made!.path)).toEqual(bytes);
      expect((await decomposeStatistics(folder, { linalg }))[0]!.path).toContain('.spectrum.');
    }));
});

const WIDE = 300;

/** A diagonal second moment with eigenvalues 40 / i². */
function wideMoments(): SecondMoments {
  const data = new Float64Array(WIDE * WIDE);
  for (let i = 0; i < WIDE; i++) data[i * WIDE + i] = 40 * (((7 * i) % WIDE) + 1) ** -2;
  const moment = { rows: WIDE, cols: WIDE, data };
  return { ...sampleMoments([0]), keySize: WIDE, layers: [0], secondMoment: () => moment };
}
