import { writeFileSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEngine } from '@alphaedit/engine/node';
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { LinearAlgebra, ModelPort, Progress } from '@alphaedit/spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderContents } from '../../test/folder-contents.js';
import { withFolder } from '../../test/temporary-folder.js';
import { tinyDocuments, tinyModel, withForward, withTokenizer } from '../../test/tiny-model.js';
import { type BuildStatisticsOptions, type BuiltStatistics, buildStatistics } from './build-statistics.js';
import { openStatistics } from './open-statistics.js';

let model: ModelPort;
const documents = tinyDocuments(30);
const others = tinyDocuments(20).map((text) => text.toUpperCase());
const linalg = createPortableLinearAlgebra();

beforeAll(async () => {
  await startEngine();
  model = await tinyModel();
});

const build = (directory: string, options: Partial<BuildStatisticsOptions> = {}) =>
  buildStatistics({ model, documents, layers: [0, 2], batchTokens: 128, directory, linalg, ...options });

const open = (directory: string, collection?: string) => openStatistics(directory, { linalg, collection });

/** By layer, whether it was there already. */
const found = ({ layers }: BuiltStatistics) =>
  Object.fromEntries(layers.map(({ layer, found }) => [layer, found]));

/** The model, and a count of its forward passes. */
function watched(of = model): { model: ModelPort; passes: number } {
  const watch = {
    passes: 0,
    model: withForward(of, (hidden, options) => {
      watch.passes++;
      return of.forward(hidden, options);
    }),
  };
  return watch;
}

const idle: LinearAlgebra = { ...linalg, eigh: () => Promise.reject(new Error('decomposed')) };

describe('buildStatistics', () => {
  it('leaves decomposed statistics of the model and no checkpoint', () =>
    withFolder(async (folder) => {
      const reports: Progress[] = [];
      const onProgress = (report: Progress) => reports.push(report);
      const built = await build(folder, { checkpointSeconds: 0, onProgress });
      expect(built).toMatchObject({ documents: 29, warnings: [] });
      expect(found(built)).toEqual({ 0: false, 2: false });
      const { collection, modelHash, hasSpectrum } = await open(folder);
      expect(collection.key).toBe(built.collection);
      expect(modelHash).toBe(await model.contentHash());
      expect([0, 2].map(hasSpectrum)).toEqual([true, true]);
      const files = collection.layers.flatMap(({ file, spectrum }) => [file, spectrum!.file]);
      expect((await readdir(folder)).sort()).toEqual(['manifest.json', ...files].sort());
      expect([...new Set(reports.map(({ stage }) => stage))]).toEqual([
        'covariance',
        'write statistics',
        'decompose',
      ]);
    }));

  it('leaves the decomposition out where it is not wanted', () =>
    withFolder(async (folder) => {
      await build(folder, { linalg: idle, decompose: false });
      expect((await open(folder)).hasSpectrum(0)).toBe(false);
      const watch = watched();
      await build(folder, { model: watch.model });
      expect(watch.passes).toBe(0);
      expect((await open(folder)).hasSpectrum(0)).toBe(true);
    }));

  it.each<[string, BuildStatisticsOptions['documents']]>([
    ['an array', documents],
    ['a function', () => documents],
  ])('finds what is there, from %s, and runs and writes nothing', (_, source) =>
    withFolder(async (folder) => {
      const first = await build(folder, { documents: source });
      const before = await folderContents(folder);
      const watch = watched();
      const again = await build(folder, { documents: source, model: watch.model, linalg: idle });
      expect(watch.passes).toBe(0);
      expect(again).toEqual({ ...first, layers: first.layers.map((layer) => ({ ...layer, found: true })) });
      expect(await folderContents(folder)).toEqual(before);
    }),
  );

  it('collects a stream, which can be read once, again, and keeps the rest', () =>
    withFolder(async (folder) => {
      async function* stream() {
        yield* documents;
      }
      const first = await build(folder);
      const before = await folderContents(folder);
      expect(await build(folder, { documents: stream(), linalg: idle })).toEqual(first);
      expect(await folderContents(folder)).toEqual(before);
    }));

  it('adds layers asked for later to the same collection, and collects only them', () =>
    withFolder(async (folder) => {
      const first = await build(folder);
      const ends: (number | undefined)[] = [];
      const watching = withForward(model, (hidden, options) => {
        ends.push(options.to);
        return model.forward(hidden, options);
      });
      const second = await build(folder, { model: watching, layers: [0, 1] });
      expect(new Set(ends)).toEqual(new Set([2]));
      expect(second.collection).toBe(first.collection);
      expect(found(second)).toEqual({ 0: true, 1: false });
      const { layers, hasSpectrum } = await open(folder);
      expect(layers).toEqual([0, 1, 2]);
      expect(layers.every(hasSpectrum)).toBe(true);
    }));

  it.each<[string, () => Promise<Partial<BuildStatisticsOptions>>]>([
    ['text', async () => ({ documents: others })],
    ['order of documents', async () => ({ documents: [...documents].reverse() })],
    ['budget', async () => ({ tokens: 300 })],
    ['cut', async () => ({ contextLength: 20 })],
    ['precision', async () => ({ precision: 'float32' })],
    ['model', async () => ({ model: await tinyModel({ digest: 'other' }) })],
  ])('puts a collection of another %s beside the first', (_, change) =>
    withFolder(async (folder) => {
      const first = await build(folder);
      const { 'manifest.json': _manifest, ...before } = await folderContents(folder);
      const second = await build(folder, await change());
      expect(found(second)).toEqual({ 0: false, 2: false });
      expect(second.collection).not.toBe(first.collection);
      expect(await folderContents(folder)).toMatchObject(before);
      for (const { collection } of [first, second]) {
        expect((await open(folder, collection)).layers).toEqual([0, 2]);
      }
      expect(found(await build(folder))).toEqual({ 0: true, 2: true });
    }),
  );

  it('says with which tokenizer, and finds out whether it holds for another one', () =>
    withFolder(async (folder) => {
      const tokenizers = async () => (await open(folder)).tokenizers;
      await build(folder, { model: withTokenizer(model, 'one') });
      expect(await tokenizers()).toEqual(['one']);
      await expect(openStatistics(folder, { linalg, tokenizer: 'two' })).rejects.toMatchObject({
        code: 'statistics-of-another-tokenizer',
        data: { expected: 'two', found: ['one'] },
      });
      const watch = watched(withTokenizer(model, 'two'));
      await build(folder, { model: watch.model });
      expect(watch.passes).toBe(0);
      expect((await openStatistics(folder, { linalg, tokenizer: 'two' })).tokenizers).toEqual(['one', 'two']);
      expect(await open(folder)).toMatchObject({ layers: [0, 2] });
      const before = await folderContents(folder);
      await build(folder, { model: watch.model });
      expect(await folderContents(folder)).toEqual(before);
    }));

  it('takes a folder that does not say its tokenizer, and notes it', () =>
    withFolder(async (folder) => {
      await build(folder, { model: withTokenizer(model, 'one') });
      const manifest = join(folder, 'manifest.json');
      const { collections, ...rest } = JSON.parse(await readFile(manifest, 'utf8'));
      const older = collections.map(
        ({ tokenizers: _, ...collection }: object & { tokenizers: unknown }) => collection,
      );
      await writeFile(manifest, JSON.stringify({ ...rest, collections: older }));
      const opened = await openStatistics(folder, { linalg, tokenizer: 'two' });
      expect(opened.tokenizers).toBeUndefined();
      expect(found(await build(folder, { model: withTokenizer(model, 'two') }))).toEqual({
        0: true,
        2: true,
      });
      expect((await open(folder)).tokenizers).toEqual(['two']);
    }));

  it('a layer that is added brings its tokenizer along', () =>
    withFolder(async (folder) => {
      await build(folder, { model: withTokenizer(model, 'one') });
      await build(folder, { model: withTokenizer(model, 'two'), layers: [1] });
      expect(await open(folder)).toMatchObject({ layers: [0, 1, 2], tokenizers: ['one', 'two'] });
    }));

  it('collects a layer again whose file is damaged, and no other', () =>
    withFolder(async (folder) => {
      const { layers } = await build(folder);
      const before = await folderContents(folder);
      const { path } = layers[1]!;
      const bytes = await readFile(path);
      await writeFile(path, bytes.with(bytes.length - 1, 0));
      expect(found(await build(folder))).toEqual({ 0: true, 2: false });
      expect(await folderContents(folder)).toEqual(before);
      await rm(path);
      expect(found(await build(folder))).toEqual({ 0: true, 2: false });
      expect(await folderContents(folder)).toEqual(before);
    }));

  it('interrupted, leaves a checkpoint from which the same files follow', () =>
    withFolder(async (folder) => {
      const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')];
      await build(whole);
      await interrupted(cut);
      expect(await readdir(cut)).toEqual([expect.stringMatching(/^checkpoint\.[0-9a-f]{8}\.safetensors$/)]);
      await build(cut);
      expect(await folderContents(cut)).toEqual(await folderContents(whole));
    }));

  it('interrupted, lets other collections be made before it goes on', () =>
    withFolder(async (folder) => {
      const [apart, shared] = [join(folder, 'apart'), join(folder, 'shared')];
      await interrupted(shared);
      await interrupted(shared, { documents: others });
      expect(await readdir(shared)).toHaveLength(2);
      await build(shared, { documents: others });
      const watch = watched();
      await build(shared, { model: watch.model });
      const anew = watched();
      await build(apart, { model: anew.model });
      expect(watch.passes).toBeLessThan(anew.passes);
      expect(await folderContents(shared)).toMatchObject({
        ...(await folderContents(apart)),
        'manifest.json': expect.anything(),
      });
    }));

  it('killed before the manifest names its layers, goes on from the checkpoint', () =>
    withFolder(async (folder) => {
      await build(folder, { documents: others });
      const before = await open(folder);
      const manifest = join(folder, 'manifest.json');
      const sound = await readFile(manifest);
      // Fails the step that follows the last layer.
      const onProgress = ({ stage, done }: Progress) => {
        if (stage === 'write statistics' && done === 2) writeFileSync(manifest, '{');
      };
      const killed = build(folder, { checkpointSeconds: 0, onProgress });
      await expect(killed).rejects.toMatchObject({ code: 'statistics-broken' });
      await writeFile(manifest, sound);
      expect((await open(folder)).collection).toEqual(before.collection);
      const watch = watched();
      const built = await build(folder, { model: watch.model });
      expect(watch.passes).toBe(0);
      expect((await open(folder, built.collection)).layers).toEqual([0, 2]);
      expect(await readdir(folder)).toHaveLength(9);
    }));

  it('tells an unwritable folder and a damaged manifest before it runs the model', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      const watch = watched();
      const unwritable = build(join(folder, 'file'), { model: watch.model });
      await expect(unwritable).rejects.toMatchObject({ code: 'output-unwritable' });
      await writeFile(join(folder, 'manifest.json'), '{}');
      await expect(build(folder, { model: watch.model })).rejects.toMatchObject({
        code: 'statistics-broken',
      });
      expect(watch.passes).toBe(0);
    }));
});

/** Runs until some batches are done, and is interrupted. */
async function interrupted(folder: string, options: Partial<BuildStatisticsOptions> = {}): Promise<void> {
  const controller = new AbortController();
  const onProgress = ({ done }: Progress) => done > 8 && controller.abort();
  const run = build(folder, { ...options, signal: controller.signal, onProgress });
  await expect(run).rejects.toMatchObject({ code: 'aborted' });
}
