import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEngine } from '@alphaedit/engine/node';
import { expectNoTensorLeak, tinyCheckpoint } from '@alphaedit/testing';
import { beforeAll, expect, it } from 'vitest';
import { inspectCheckpoint, loadModel } from '../src/node.js';
import { encodeTensors, tinyFolder } from './tiny-model.js';

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

const config = (changes: Record<string, unknown>) => ({
  'config.json': JSON.stringify({ ...tinyCheckpoint().config, ...changes }),
});
const tensors = (change: (all: ReturnType<typeof tinyCheckpoint>['tensors']) => void) => {
  const checkpoint = tinyCheckpoint();
  change(checkpoint.tensors);
  return { 'model.safetensors': encodeTensors(checkpoint) };
};
const embedding = 'transformer.wte.weight';

it.each([
  ['no config', { 'config.json': undefined }, 'not-a-checkpoint'],
  ['a config that is not JSON', { 'config.json': '{' }, 'json-broken'],
  ['a config that is a list', { 'config.json': '[]' }, 'config-broken'],
  ['an unknown family', config({ model_type: 'mamba' }), 'unknown-architecture'],
  ['a missing size', config({ n_embd: undefined }), 'config-field'],
  ['a size that is text', config({ n_layer: '2' }), 'config-field'],
  ['heads that do not divide the width', config({ n_head: 3 }), 'config-field'],
  ['an activation nobody knows', config({ activation_function: 'snake' }), 'config-unsupported'],
  ['cross-attention', config({ add_cross_attention: true }), 'config-unsupported'],
  ['more blocks than weights', config({ n_layer: 3 }), 'missing-tensor'],
  ['a width the weights do not have', config({ n_embd: 32 }), 'tensor-shape'],
  ['no weights', { 'model.safetensors': undefined }, 'file-missing'],
  ['a missing tensor', tensors((all) => all.delete(embedding)), 'missing-tensor'],
  ['NaN weights', tensors((all) => all.get(embedding)!.data.fill(Number.NaN, 7, 8)), 'non-finite-weights'],
  [
    'infinite weights',
    tensors((all) => all.get(embedding)!.data.fill(Number.POSITIVE_INFINITY, 7, 8)),
    'non-finite-weights',
  ],
  ['no tokenizer', { 'tokenizer.json': undefined }, 'file-missing'],
  [
    'a tokenizer without a vocabulary',
    { 'tokenizer.json': '{"model":{"type":"BPE","vocab":{}}}' },
    'tokenizer-broken',
  ],
  [
    'a tokenizer with an id that would fill memory',
    { 'tokenizer.json': '{"model":{"type":"BPE","vocab":{"a":0,"b":2147483647},"merges":[]}}' },
    'tokenizer-broken',
  ],
  [
    'a tokenizer that cannot be built',
    { 'tokenizer.json': '{"model":{"type":"Magic","vocab":{"a":0}}}' },
    'tokenizer-broken',
  ],
])('refuses a folder with %s and leaks nothing', async (_, files, code) => {
  const directory = await tinyFolder(files as Record<string, string | undefined>);
  await expectNoTensorLeak(() => expect(loadModel(directory)).rejects.toMatchObject({ code, kind: 'input' }));
});

it('refuses truncated weights', async () => {
  const directory = await tinyFolder();
  const file = join(directory, 'model.safetensors');
  await truncate(file, (await readFile(file)).byteLength - 5);
  await expect(loadModel(directory)).rejects.toMatchObject({ name: 'CheckpointError', kind: 'input' });
});

const sharded = async (index: unknown) => {
  const { tensors } = tinyCheckpoint();
  const parts = [...tensors].map(([name, tensor], i) => ({
    name,
    tensor,
    shard: `model-0000${(i % 2) + 1}-of-00002.safetensors`,
  }));
  const shard = (file: string) =>
    encodeTensors({
      tensors: new Map(parts.filter((part) => part.shard === file).map(({ name, tensor }) => [name, tensor])),
    });
  const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
  const map = Object.fromEntries(parts.map(({ name, shard }) => [name, shard]));
  return tinyFolder({
    'model.safetensors': undefined,
    'model.safetensors.index.json': JSON.stringify(index ?? { weight_map: map }),
    [first]: shard(first),
    [second]: shard(second),
  });
};

it('loads shards as it loads one file', async () => {
  const [one, several] = [await loadModel(await tinyFolder()), await loadModel(await sharded(undefined))];
  const { name } = one.info.editable[1]!;
  expect(await several.readWeight(name)).toEqual(await one.readWeight(name));
  expect(await several.contentHash()).toBe(await one.contentHash());
  one.dispose();
  several.dispose();
});

it.each([
  ['names no files', { weight_map: {} }, 'index-broken'],
  ['reaches outside the folder', { weight_map: { a: '../secret.safetensors' } }, 'index-broken'],
  ['names a missing shard', { weight_map: { a: 'model-00009-of-00009.safetensors' } }, 'missing-shard'],
])('refuses an index that %s', async (_, index, code) => {
  await expect(loadModel(await sharded(index))).rejects.toMatchObject({ code });
});

it('loads names without their prefix, as the first published checkpoints have them', async () => {
  const checkpoint = tinyCheckpoint();
  const bare = new Map(
    [...checkpoint.tensors].map(([name, tensor]) => [name.replace('transformer.', ''), tensor]),
  );
  const model = await loadModel(await tinyFolder({ 'model.safetensors': encodeTensors({ tensors: bare }) }));
  expect(model.info.editable[0]!.name).toBe('h.0.mlp.c_proj.weight');
  model.dispose();
});

it('inspects from headers what loading finds, and hashes the content', async () => {
  const directory = await tinyFolder();
  const summary = await inspectCheckpoint(directory);
  const model = await loadModel(directory);
  expect(summary).toMatchObject({ ...model.info, dtype: 'F32', tiedHead: true, addsBos: false });
  const hash = await model.contentHash();
  await writeFile(
    join(directory, 'config.json'),
    JSON.stringify({ ...tinyCheckpoint().config, layer_norm_epsilon: 1e-6 }),
  );
  const changed = await loadModel(directory);
  expect(await changed.contentHash()).not.toBe(hash);
  model.dispose();
  changed.dispose();
});
