import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEngine } from '@alphaedit/engine/node';
import { encodeSafetensors, float32ToBFloat16 } from '@alphaedit/safetensors';
import { tinyCheckpoint } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { checkpointFile, loadTransformer, openCheckpointFiles, type WeightResidency } from '../src/index.js';
import { loadModel } from '../src/node.js';
import { tinyFolder } from './tiny-model.js';

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

/** A folder as a browser hands it over. */
async function picked(folder: string, change: Record<string, string | undefined> = {}) {
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => [name, change[name] ?? (await readFile(join(folder, name)))] as const),
  );
  return files
    .filter(([name]) => !(name in change) || change[name] !== undefined)
    .map(([name, content]) => checkpointFile(name, new Blob([content])));
}

it('is the model a folder on disk is, to the hash', async () => {
  const folder = await tinyFolder();
  const { config, tensors, tokenizer } = await openCheckpointFiles(await picked(folder));
  const here = await loadTransformer({ config, tensors, tokenizer: await tokenizer() });
  const there = await loadModel(folder);
  expect(await here.contentHash()).toBe(await there.contentHash());
  expect(here.info).toEqual(there.info);
  expect(await here.tokenizer.contentHash!()).toBe(await there.tokenizer.contentHash!());
  const { name } = here.info.editable[0]!;
  expect(await here.readWeight(name)).toEqual(await there.readWeight(name));
  here.dispose();
  there.dispose();
});

it('keeps 16-bit weights 16 bit without a disk', async () => {
  const checkpoint = tinyCheckpoint();
  const halves = [...checkpoint.tensors].map(([name, { shape, data }]) => ({
    name,
    shape,
    dtype: 'BF16' as const,
    data: float32ToBFloat16(data),
  }));
  const folder = await tinyFolder({ 'model.safetensors': encodeSafetensors(halves) });
  const { config, tensors, tokenizer } = await openCheckpointFiles(await picked(folder));
  expect(tensors.stored('transformer.wte.weight')).toMatchObject({ dtype: 'BF16', read: undefined });
  const load = async (weights: WeightResidency) => {
    const model = await loadTransformer({ config, tensors, weights, tokenizer: await tokenizer() });
    const bytes = tf.memory().numBytes;
    const logits = tf.tidy(() => {
      const layout = model.layout([3]);
      const hidden = model.forward(model.embed([[1, 2, 3]], layout), { layout });
      return model.logits(tf.reshape(hidden, [3, model.info.hiddenSize])).dataSync();
    });
    model.dispose();
    return { bytes, logits };
  };
  const wide = await load('float32');
  for (const weights of ['stored', 'disk'] as const) {
    const narrow = await load(weights);
    expect(narrow.logits).toEqual(wide.logits);
    // The matrices are outside the engine, in the two bytes an element they are stored in.
    expect(narrow.bytes).toBeLessThan(wide.bytes / 4);
  }
});

it.each([
  ['no config', { 'config.json': undefined }, 'not-a-checkpoint'],
  ['a config that is not JSON', { 'config.json': '{' }, 'json-broken'],
  ['no weights', { 'model.safetensors': undefined }, 'file-missing'],
  ['weights that end early', { 'model.safetensors': 'short' }, 'safetensors-truncated'],
])('refuses files with %s', async (_, change, code) => {
  const files = await picked(await tinyFolder(), change as Record<string, string | undefined>);
  await expect(openCheckpointFiles(files)).rejects.toMatchObject({ code, kind: 'input' });
});

it('refuses shards that are not there, and a missing tokenizer', async () => {
  const index = JSON.stringify({ weight_map: { a: 'one.safetensors' } });
  const files = (await picked(await tinyFolder())).filter(({ name }) => name !== 'model.safetensors');
  const sharded = [...files, checkpointFile('model.safetensors.index.json', new Blob([index]))];
  await expect(openCheckpointFiles(sharded)).rejects.toMatchObject({ code: 'missing-shard' });
  const bare = await picked(await tinyFolder(), { 'tokenizer.json': undefined });
  const opened = await openCheckpointFiles(bare);
  await expect(opened.tokenizer()).rejects.toMatchObject({ code: 'file-missing' });
});
