import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { Matrix } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { asFirstVersion } from '../../test/as-first-version.js';
import { folderContents } from '../../test/folder-contents.js';
import { sampleMoments } from '../../test/sample-moments.js';
import { withFolder } from '../../test/temporary-folder.js';
import { collectionKey } from '../statistics-key.js';
import { decomposeStatistics } from './decompose-statistics.js';
import { openStatistics } from './open-statistics.js';
import { type WrittenStatistics, writeStatistics } from './write-statistics.js';

const linalg = createPortableLinearAlgebra();

/** The same matrix but for the last digit of one entry. */
function nudged({ data, ...shape }: Matrix<Float64Array>): Matrix<Float64Array> {
  return { ...shape, data: data.with(0, data[0]! * (1 + Number.EPSILON)) };
}

const files = async (folder: string) => (await readdir(folder)).sort();

describe('writeStatistics', () => {
  it('writes a manifest and one file per layer, the same bytes every time', () =>
    withFolder(async (folder) => {
      const moments = sampleMoments();
      const written = await writeStatistics(join(folder, 'deep', 'a'), moments, { corpus: 'some text' });
      expect(written.collection).toBe(collectionKey(moments.origin, 'float64'));
      await writeStatistics(join(folder, 'b'), moments, { corpus: 'some text' });
      expect(await folderContents(join(folder, 'deep', 'a'))).toEqual(
        await folderContents(join(folder, 'b')),
      );
      expect(written.layers.map(({ layer, tokens }) => [layer, tokens])).toEqual([
        [1, 40],
        [2, 40],
      ]);
      const { data } = moments.secondMoment(1);
      const trace = Array.from({ length: 12 }, (_, i) => data[i * 13]!).reduce((a, b) => a + b);
      expect(written.layers[0]!.trace).toBeCloseTo(trace, 12);
      expect(await readdir(join(folder, 'b'))).toHaveLength(3);
      const { collection } = await openStatistics(join(folder, 'b'), { linalg });
      expect(collection).toMatchObject({
        key: written.collection,
        corpus: 'some text',
        precision: 'float64',
        keySize: 12,
        origin: moments.origin,
      });
    }));

  it('adds layers of the same origin to those there', () =>
    withFolder(async (folder) => {
      await writeStatistics(folder, sampleMoments([2]));
      await writeStatistics(folder, sampleMoments([1]));
      const statistics = await openStatistics(folder, { linalg });
      expect(statistics.layers).toEqual([1, 2]);
      for (const layer of [1, 2]) {
        expect(await statistics.secondMoment(layer)).toEqual(sampleMoments().secondMoment(layer));
      }
    }));

  it.each([
    ['another text', sampleMoments([1], { textDigest: 'd'.repeat(64) }), 'float64'],
    ['another budget', sampleMoments([1], { tokenBudget: 50 }), 'float64'],
    ['another cut', sampleMoments([1], { contextLength: 32 }), 'float64'],
    ['another model', sampleMoments([1], { modelHash: 'd'.repeat(64) }), 'float64'],
    ['another precision', sampleMoments([1]), 'float32'],
  ] as const)(
    'puts statistics of %s beside those there, and touches no other file',
    (_, moments, precision) =>
      withFolder(async (folder) => {
        const first = await writeStatistics(folder, sampleMoments());
        await decomposeStatistics(folder, { linalg, layers: [2] });
        await writeFile(join(folder, 'notes.txt'), 'mine');
        const { 'manifest.json': _manifest, ...before } = await folderContents(folder);
        const second = await writeStatistics(folder, moments, { precision });
        expect(second.collection).not.toBe(first.collection);
        expect(await folderContents(folder)).toMatchObject(before);
        expect(await files(folder)).toHaveLength(6);
        const open = ({ collection }: WrittenStatistics) => openStatistics(folder, { linalg, collection });
        expect((await open(first)).layers).toEqual([1, 2]);
        expect((await open(first)).hasSpectrum(2)).toBe(true);
        expect((await open(second)).layers).toEqual([1]);
      }),
  );

  it('keeps the spectrum of a layer that is written again, unless its digits changed', () =>
    withFolder(async (folder) => {
      await writeStatistics(folder, sampleMoments());
      await decomposeStatistics(folder, { linalg });
      await writeStatistics(folder, sampleMoments([2]));
      const hasSpectra = async () => {
        const statistics = await openStatistics(folder, { linalg });
        return [1, 2].map((layer) => statistics.hasSpectrum(layer));
      };
      expect(await hasSpectra()).toEqual([true, true]);
      const rounded = sampleMoments([2]);
      await writeStatistics(folder, {
        ...rounded,
        secondMoment: (layer) => nudged(rounded.secondMoment(layer)),
      });
      expect(await hasSpectra()).toEqual([true, false]);
    }));

  it('joins the manifest of the first version', () =>
    withFolder(async (folder) => {
      await writeStatistics(folder, sampleMoments());
      await decomposeStatistics(folder, { linalg, layers: [2] });
      await asFirstVersion(folder);
      await writeStatistics(folder, sampleMoments([3]));
      await writeStatistics(folder, sampleMoments([1], { textDigest: 'd'.repeat(64) }));
      const statistics = await openStatistics(folder, { linalg, layers: [1, 2, 3] });
      expect([1, 2, 3].map((layer) => statistics.hasSpectrum(layer))).toEqual([false, true, false]);
    }));

  it('loses nothing when several write at once', () =>
    withFolder(async (folder) => {
      const texts = ['1', '2', '3', '4'].map((digit) => digit.repeat(64));
      const write = (textDigest: string, layer: number) =>
        writeStatistics(folder, sampleMoments([layer], { textDigest }));
      await Promise.all(texts.flatMap((text) => [write(text, 1), write(text, 2)]));
      const { layers } = await openStatistics(folder, {
        linalg,
        collection: collectionKey(sampleMoments([], { textDigest: texts[3] }).origin, 'float64'),
      });
      expect(layers).toEqual([1, 2]);
      expect(await files(folder)).toHaveLength(9);
    }));

  it('does not write over a manifest it cannot read', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'manifest.json'), '{');
      await expect(writeStatistics(folder, sampleMoments())).rejects.toMatchObject({
        code: 'statistics-broken',
      });
      expect(await readFile(join(folder, 'manifest.json'), 'utf8')).toBe('{');
    }));

  it('leaves the folder as it was when it is interrupted or a layer fails', () =>
    withFolder(async (folder) => {
      await writeStatistics(folder, sampleMoments());
      const before = await folderContents(folder);
      const other = sampleMoments([1, 2], { tokens: 50 });
      const abort = writeStatistics(folder, other, { signal: AbortSignal.abort() });
      await expect(abort).rejects.toMatchObject({ code: 'aborted' });
      expect(await folderContents(folder)).toEqual(before);
      const failing = {
        ...other,
        secondMoment(layer: number) {
          if (layer === 2) throw new Error('no such layer');
          return other.secondMoment(layer);
        },
      };
      await expect(writeStatistics(folder, failing)).rejects.toThrow('no such layer');
      expect((await openStatistics(folder, { linalg })).collection.origin.tokens).toBe(40);
      expect(await folderContents(folder)).toMatchObject(before);
    }));

  it('says that the folder cannot be made', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      await expect(writeStatistics(join(folder, 'file', 'inside'), sampleMoments())).rejects.toMatchObject({
        code: 'output-unwritable',
        data: { path: join(folder, 'file', 'inside') },
      });
    }));

  const disk = (folder: string) =>
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24k', 'tmpfs', folder]).status === 0;

  it('says that the disk is full and keeps what is there', (context) =>
    withFolder(async (folder) => {
      const small = join(folder, 'small');
      await mkdir(small);
      context.skip(!disk(small), 'mounting a small disk needs more rights than this user has');
      try {
        await writeStatistics(small, sampleMoments([1]));
        const before = await folderContents(small);
        const full = writeStatistics(small, {
          ...sampleMoments([1, 2, 3, 4, 5, 6, 7, 8, 9], { tokens: 50 }),
        });
        await expect(full).rejects.toMatchObject({ code: 'disk-full', kind: 'work' });
        expect(await folderContents(small)).toMatchObject(before);
        expect((await readdir(small)).filter((file) => file.endsWith('.tmp'))).toEqual([]);
      } finally {
        spawnSync('umount', [small]);
      }
    }));
});
