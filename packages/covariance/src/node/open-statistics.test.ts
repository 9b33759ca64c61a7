import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import { writeSafetensors } from '@alphaedit/safetensors/node';
import type { LinearAlgebra } from '@alphaedit/spec';
import { relativeDistance } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { asFirstVersion } from '../../test/as-first-version.js';
import { folderContents } from '../../test/folder-contents.js';
import { sampleMoments } from '../../test/sample-moments.js';
import { withFolder } from '../../test/temporary-folder.js';
import type { SecondMoments } from '../second-moments.js';
import { spectrum } from '../spectrum.js';
import { collectionKey } from '../statistics-key.js';
import type { CollectionChoice } from './choose-collection.js';
import { decomposeStatistics } from './decompose-statistics.js';
import { type LayerEntry, layerFile, spectrumFile } from './manifest.js';
import { openStatistics } from './open-statistics.js';
import { writeStatistics } from './write-statistics.js';

const linalg = createPortableLinearAlgebra();
const idle: LinearAlgebra = { ...linalg, eigh: () => Promise.reject(new Error('decomposed again')) };
const moments = sampleMoments();

/** Runs `fn` on a folder with the sample's statistics; `entry` is that of layer 2. */
function withStatistics(fn: (folder: string, entry: LayerEntry) => Promise<void>) {
  return withFolder(async (folder) => {
    await writeStatistics(folder, moments);
    const { collection } = await openStatistics(folder, { linalg });
    await fn(folder, collection.layers[1]!);
  });
}

/** Lets `change` work on the bytes of a file from `start` on, counted from its end. */
async function changed(path: string, start: number, change: (bytes: Uint8Array) => unknown): Promise<void> {
  const bytes = await readFile(path);
  change(bytes.subarray(start));
  await writeFile(path, bytes);
}

describe('openStatistics', () => {
  it('gives back the second moments bit for bit', () =>
    withStatistics(async (folder) => {
      const statistics = await openStatistics(folder, { linalg });
      expect(statistics).toMatchObject({ modelHash: moments.origin.modelHash, layers: [1, 2] });
      for (const layer of [1, 2])
        expect(await statistics.secondMoment(layer)).toEqual(moments.secondMoment(layer));
      await expect(statistics.secondMoment(3)).rejects.toMatchObject({ code: 'statistics-missing' });
    }));

  it('gives float32 matrices rounded, as float64', () =>
    withFolder(async (folder) => {
      await writeStatistics(folder, moments, { precision: 'float32' });
      const { data } = await (await openStatistics(folder, { linalg })).secondMoment(2);
      expect(data).toEqual(Float64Array.from(Float32Array.from(moments.secondMoment(2).data)));
    }));

  it('writes nothing, decomposes a layer once, and says that it is not stored', () =>
    withStatistics(async (folder) => {
      const before = await folderContents(folder);
      let calls = 0;
      const counting: LinearAlgebra = {
        ...linalg,
        eigh(matrix) {
          calls++;
          return linalg.eigh(matrix);
        },
      };
      const statistics = await openStatistics(folder, { linalg: counting });
      const { warnings, nullDimension } = await statistics.projector(2, { kind: 'keep-trace', value: 0.9 });
      await statistics.projector(2, { kind: 'keep-trace', value: 0.8 });
      expect(nullDimension).toBeGreaterThan(0);
      expect(warnings).toMatchObject([
        { code: 'spectrum-not-stored', data: { directory: folder, layer: 2 } },
      ]);
      expect(warnings[0]!.message).toContain('decomposeStatistics');
      expect(calls).toBe(1);
      expect(await folderContents(folder)).toEqual(before);
    }));

  it('tries again when a decomposition has failed', () =>
    withStatistics(async (folder) => {
      let calls = 0;
      const flaky: LinearAlgebra = {
        ...linalg,
        eigh: (matrix) => (calls++ === 0 ? Promise.reject(new Error('once')) : linalg.eigh(matrix)),
      };
      const statistics = await openStatistics(folder, { linalg: flaky });
      await expect(statistics.eigen(2)).rejects.toThrow('once');
      expect((await statistics.eigen(2)).values).toHaveLength(12);
    }));

  it('reads a stored decomposition, and tells without one that there is none', () =>
    withStatistics(async (folder) => {
      await decomposeStatistics(folder, { linalg, layers: [2] });
      const statistics = await openStatistics(folder, { linalg: idle });
      expect([1, 2].map((layer) => statistics.hasSpectrum(layer))).toEqual([false, true]);
      expect(await statistics.storedSpectrum(1)).toBeUndefined();
      const stored = (await statistics.storedSpectrum(2))!;
      expect(stored).toMatchObject({ layer: 2, dimension: 12 });
      const { values, vectors } = await statistics.eigen(2);
      expect(stored.values).toEqual(values);
      const threshold = { kind: 'keep-trace', value: 0.9 } as const;
      const { nullDimension, warnings } = await statistics.projector(2, threshold);
      expect(stored.nullSpace(threshold)).toMatchObject({ dimension: 12, nullDimension, warnings });
      const scaled = { ...vectors, data: vectors.data.map((v, i) => v * values[i % 12]!) };
      const { data } = await linalg.matmul(scaled, vectors, { transposeB: true });
      // Float64 decomposition of a 12 × 12 matrix.
      expect(relativeDistance(data, moments.secondMoment(2).data)).toBeLessThan(1e-13);
      await expect(statistics.eigen(1)).rejects.toThrow('decomposed again');
      for (const layer of [0, 3]) {
        await expect(statistics.storedSpectrum(layer)).rejects.toMatchObject({ code: 'statistics-missing' });
        expect(() => statistics.hasSpectrum(layer)).toThrow(
          expect.objectContaining({ code: 'statistics-missing' }),
        );
      }
    }));

  it('reads a folder of the first version, its spectra too', () =>
    withStatistics(async (folder) => {
      await decomposeStatistics(folder, { linalg, layers: [2] });
      await asFirstVersion(folder);
      const statistics = await openStatistics(folder, { linalg: idle });
      expect(statistics).toMatchObject({ modelHash: moments.origin.modelHash, layers: [1, 2] });
      expect([1, 2].map((layer) => statistics.hasSpectrum(layer))).toEqual([false, true]);
      expect(await statistics.secondMoment(2)).toEqual(moments.secondMoment(2));
      expect((await statistics.eigen(2)).values).toEqual((await statistics.storedSpectrum(2))!.values);
    }));

  describe('in a folder of several collections', () => {
    const [model, other] = ['a'.repeat(64), 'e'.repeat(64)];
    const big = sampleMoments([1, 2, 3], { textDigest: 'd'.repeat(64), tokens: 41 });
    const foreign = sampleMoments([1], { modelHash: other });
    const key = (of: SecondMoments) => collectionKey(of.origin, 'float64');
    const withSeveral = (fn: (folder: string) => Promise<void>) =>
      withStatistics(async (folder) => {
        await writeStatistics(folder, big, { corpus: 'wiki.txt' });
        await writeStatistics(folder, foreign);
        await fn(folder);
      });

    it.each<[string, CollectionChoice, SecondMoments]>([
      ['model', { model: other }, foreign],
      ['layers', { model, layers: [3] }, big],
      ['key', { collection: key(moments) }, moments],
      ['the first digits of a key', { collection: key(big).slice(0, 6), model }, big],
    ])('opens the one that fits by %s', (_, choice, expected) =>
      withSeveral(async (folder) => {
        const { collection, layers } = await openStatistics(folder, { linalg, ...choice });
        expect(collection.key).toBe(key(expected));
        expect(layers).toEqual(expected.layers);
      }),
    );

    it('lists those that fit when there are several, and how to choose', () =>
      withSeveral(async (folder) => {
        await expect(openStatistics(folder, { linalg, model, layers: [1, 2] })).rejects.toMatchObject({
          code: 'several-collections',
          message: expect.stringContaining('41 tokens of wiki.txt, float64, layers 1, 2, 3'),
          hint: expect.stringContaining(key(moments).slice(0, 8)),
          data: { collections: [{ collection: key(moments) }, { collection: key(big), corpus: 'wiki.txt' }] },
        });
        await expect(openStatistics(folder, { linalg })).rejects.toMatchObject({
          code: 'several-collections',
          data: { collections: { length: 3 } },
        });
      }));

    it.each<[string, CollectionChoice, object]>([
      [
        'key',
        { collection: 'xyz' },
        { code: 'statistics-missing', message: expect.stringContaining('"xyz"') },
      ],
      [
        'layers',
        { model, layers: [2, 3, 7] },
        { code: 'statistics-missing', message: expect.stringContaining('no second moments of layers 7;') },
      ],
      [
        'model',
        { model: 'f'.repeat(64) },
        {
          code: 'statistics-of-another-model',
          data: { expected: 'f'.repeat(64), found: `${model}, ${other}` },
        },
      ],
    ])('says that none fits by %s', (_, choice, error) =>
      withSeveral(async (folder) => {
        await expect(openStatistics(folder, { linalg, ...choice })).rejects.toMatchObject(error);
      }),
    );
  });

  it('says what is missing', () =>
    withFolder(async (folder) => {
      await expect(openStatistics(folder, { linalg })).rejects.toMatchObject({
        code: 'statistics-missing',
        data: { directory: folder },
      });
    }));

  it.each<[string, (text: string) => string, string]>([
    ['is cut short', (text) => text.slice(0, -5), 'not JSON'],
    ['is of another format', (text) => text.replace('alphaedit-statistics', 'other'), '"format"'],
    ['is of a later version', (text) => text.replace('"version": 2', '"version": 3'), '"version"'],
    [
      'has a width below 1',
      (text) => text.replace('"keySize": 12', '"keySize": 0'),
      '"collections.0.keySize"',
    ],
    [
      'reaches outside its folder',
      (text) => text.replace('"file": "', '"file": "../'),
      '"collections.0.layers.0.file"',
    ],
    [
      'names no collection',
      (text) => JSON.stringify({ ...JSON.parse(text), collections: [] }),
      '"collections"',
    ],
    [
      'names another model',
      (text) => text.replaceAll('a'.repeat(64), 'b'.repeat(64)),
      'the key of collection',
    ],
    ['names another layer', (text) => text.replace('"layer": 1', '"layer": 3'), 'the key of layer 3'],
  ])('refuses a manifest that %s', (_, change, problem) =>
    withStatistics(async (folder) => {
      const file = join(folder, 'manifest.json');
      await writeFile(file, change(await readFile(file, 'utf8')));
      await expect(openStatistics(folder, { linalg })).rejects.toMatchObject({
        code: 'statistics-broken',
        message: expect.stringContaining(problem),
      });
    }),
  );

  const metadata = (entry: LayerEntry) => ({ key: entry.key, layer: String(entry.layer) });
  const square = (n: number, data = new Float64Array(n * n)) => [
    { name: 'secondMoment', shape: [n, n], data },
  ];

  it.each<[string, (path: string, entry: LayerEntry) => Promise<unknown>]>([
    ['is gone', (path) => rm(path)],
    ['has one changed bit', (path) => changed(path, -100, (bytes) => (bytes[0]! ^= 1))],
    ['has zeros at its end', (path) => changed(path, -300, (bytes) => bytes.fill(0))],
    ['is truncated', async (path) => writeFile(path, (await readFile(path)).subarray(0, 500))],
    [
      'is of another shape',
      (path, entry) => writeSafetensors(path, square(11), { metadata: metadata(entry) }),
    ],
    [
      'holds NaN',
      (path, entry) =>
        writeSafetensors(path, square(12, new Float64Array(144).fill(Number.NaN)), {
          metadata: metadata(entry),
        }),
    ],
    [
      'holds integers',
      (path, entry) =>
        writeSafetensors(path, [{ name: 'secondMoment', shape: [12, 12], data: new Int32Array(144) }], {
          metadata: metadata(entry),
        }),
    ],
    [
      'is of another run',
      (path, entry) => writeSafetensors(path, square(12), { metadata: { ...metadata(entry), key: 'other' } }),
    ],
    [
      'is of another layer',
      (path, entry) => writeSafetensors(path, square(12), { metadata: { ...metadata(entry), layer: '1' } }),
    ],
  ])('refuses a layer file that %s', (_, damage) =>
    withStatistics(async (folder, entry) => {
      const path = join(folder, layerFile(2, entry.key));
      await damage(path, entry);
      const statistics = await openStatistics(folder, { linalg });
      await expect(statistics.secondMoment(2)).rejects.toMatchObject({
        code: 'statistics-broken',
        data: { file: path },
      });
      expect(await statistics.secondMoment(1)).toEqual(moments.secondMoment(1));
    }),
  );

  it.each<[string, (path: string, entry: LayerEntry) => Promise<unknown>]>([
    ['is gone', (path) => rm(path)],
    // Half of the eigenvectors: every number is finite, and every shape right.
    ['has half of its vectors zeroed', (path) => changed(path, -12 * 6 * 8, (bytes) => bytes.fill(0))],
    ['has one changed bit', (path) => changed(path, -1, (bytes) => (bytes[0]! ^= 1))],
  ])('refuses a spectrum that %s', (_, damage) =>
    withStatistics(async (folder, entry) => {
      await decomposeStatistics(folder, { linalg });
      const path = join(folder, spectrumFile(2, entry.key));
      await damage(path, entry);
      const statistics = await openStatistics(folder, { linalg: idle });
      const broken = { code: 'statistics-broken', data: { file: path } };
      await expect(statistics.eigen(2)).rejects.toMatchObject(broken);
      const threshold = { kind: 'keep-trace', value: 0.9 } as const;
      await expect(statistics.projector(2, threshold)).rejects.toMatchObject(broken);
      expect((await statistics.eigen(1)).values).toHaveLength(12);
    }),
  );

  it('of the first version, refuses a spectrum out of order', () =>
    withStatistics(async (folder, entry) => {
      await asFirstVersion(folder);
      const path = join(folder, spectrumFile(2, entry.key));
      const tensors = [
        { name: 'values', shape: [12], data: Float64Array.from({ length: 12 }, (_, i) => -i) },
        { name: 'vectors', shape: [12, 12], data: new Float64Array(144) },
      ];
      await writeSafetensors(path, tensors, { metadata: metadata(entry) });
      const statistics = await openStatistics(folder, { linalg });
      await expect(spectrum(statistics, 2)).rejects.toMatchObject({
        code: 'statistics-broken',
        data: { file: path },
      });
    }));
});
