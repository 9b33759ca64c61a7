import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collectStatistics, editFacts, openModel, previewEdit, readSpectra } from '@alphaedit/core/node';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';

const at = temporaryFolder();
const SETTINGS = { layers: [0], zSteps: 1, zLossLayer: 1, nullSpaceKeepTrace: 0.9 };
const threshold = { kind: 'keep-trace', value: 0.9 } as const;

beforeAll(async () => {
  await writeTinyModel(at('model'));
  await writeFile(at('one.txt'), tinyText(40));
  await writeFile(at('two.txt'), tinyText(60));
  await writeFile(at('facts.jsonl'), tinyFacts(2));
});

/** Statistics of a text into a folder. */
async function collect(out: string, text: string, options: { decompose?: boolean } = {}) {
  const model = await openModel(at('model'));
  const collected = await collectStatistics(model, { text: at(text), layers: [0], out, ...options });
  model.dispose();
  return collected;
}

const preview = (statistics: string, collection?: string) =>
  previewEdit(at('model'), { facts: at('facts.jsonl'), statistics, collection, settings: SETTINGS });

const contents = async (folder: string) =>
  Promise.all((await readdir(folder)).sort().map(async (file) => [file, await readFile(join(folder, file))]));

describe('a folder of statistics', () => {
  it('is neither written to nor decomposed by a dry run, which says what it cannot know', async () => {
    const stats = at('plain');
    await collect(stats, 'one.txt', { decompose: false });
    const before = await contents(stats);
    const { layers, warnings } = await preview(stats);
    expect(layers).toMatchObject([{ layer: 0, nullDimension: null }]);
    expect(warnings).toMatchObject([{ code: 'null-space-unknown', data: { layer: 0 } }]);
    expect(await contents(stats)).toEqual(before);

    const spectra = await readSpectra(stats, { threshold, points: 2 });
    const { nullDimension } = spectra.layers[0]!;
    expect(nullDimension).toBeGreaterThan(0);
    expect(await preview(stats)).toMatchObject({ layers: [{ layer: 0, nullDimension }], warnings: [] });
  });

  it('is decomposed by the collection, so that an edit has nothing to warn of', async () => {
    const stats = at('whole');
    const collected = await collect(stats, 'one.txt');
    expect(collected.written).toMatchObject([{ layer: 0, found: false }]);
    expect((await collect(stats, 'one.txt')).written).toMatchObject([{ layer: 0, found: true }]);
    const model = await openModel(at('model'));
    const edit = await editFacts(model, {
      facts: at('facts.jsonl'),
      statistics: stats,
      settings: SETTINGS,
      templates: ['{}'],
    });
    expect(edit.warnings.map(({ code }) => code)).not.toContain('spectrum-not-stored');
    model.dispose();
  });

  it('is refused where the model has another tokenizer by now, by an edit and by a dry run', async () => {
    const stats = at('tokenizer');
    await collect(stats, 'one.txt');
    await cp(at('model'), at('changed'), { recursive: true });
    const path = at('changed', 'tokenizer.json');
    const json = JSON.parse(await readFile(path, 'utf8'));
    const { vocab } = json.model;
    const [a, b] = Object.keys(vocab);
    [vocab[a!], vocab[b!]] = [vocab[b!], vocab[a!]];
    await writeFile(path, JSON.stringify(json));
    const options = { facts: at('facts.jsonl'), statistics: stats, settings: SETTINGS, templates: ['{}'] };
    const refused = { code: 'statistics-of-another-tokenizer' };
    await expect(previewEdit(at('changed'), options)).rejects.toMatchObject(refused);
    const model = await openModel(at('changed'));
    await expect(editFacts(model, options)).rejects.toMatchObject(refused);
    model.dispose();
  });

  it('of two texts asks which, and takes the first digits of a key', async () => {
    const stats = at('both');
    const one = await collect(stats, 'one.txt');
    const two = await collect(stats, 'two.txt');
    expect(two.tokens).toBeGreaterThan(one.tokens);
    const several = { code: 'several-collections', data: { collections: { length: 2 } } };
    await expect(preview(stats)).rejects.toMatchObject(several);
    await expect(readSpectra(stats, { threshold, points: 2 })).rejects.toMatchObject(several);
    const manifest = JSON.parse(await readFile(join(stats, 'manifest.json'), 'utf8'));
    const traces = [];
    for (const { key } of manifest.collections) {
      const collection = key.slice(0, 8);
      const { layers } = await readSpectra(stats, { threshold, points: 2, collection });
      expect((await preview(stats, collection)).layers).toMatchObject([
        { nullDimension: layers[0]!.nullDimension },
      ]);
      traces.push(layers[0]!.trace);
    }
    expect(new Set(traces).size).toBe(2);
  });
});
