import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readShape, requiredWeights } from '@alphaedit/model';
import { type LazyTensorData, writeSafetensors } from '@alphaedit/safetensors/node';
import { tinyCheckpoint } from '@alphaedit/testing';
import { randomBFloat16 } from './random-weights.js';
import { configOf, type ShapeName } from './shapes.js';

const SHARD_BYTES = 4e9;
/** 1 in bf16. */
const ONE = 0x3f80;

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'llama-3.2-1b' },
    blocks: { type: 'string' },
    out: { type: 'string' },
    tokenizer: { type: 'string' },
  },
});
if (values.out === undefined) throw new Error('--out FOLDER is missing');
const { out } = values;
const config = configOf(values.shape as ShapeName, values.blocks ? Number(values.blocks) : undefined);
await mkdir(out, { recursive: true });

const shards: LazyTensorData[][] = [[]];
let bytes = 0;
let total = 0;
let seed = 0;
for (const [name, shape] of requiredWeights(readShape(config, () => true).shape)) {
  const size = shape.reduce((a, b) => a * b, 1);
  if (bytes + 2 * size > SHARD_BYTES) {
    shards.push([]);
    bytes = 0;
  }
  bytes += 2 * size;
  total += 2 * size;
  const number = seed++;
  const data = () => {
    if (shape.length > 1) return randomBFloat16(size, shape[1]!, number);
    return new Uint16Array(size).fill(name.endsWith('.bias') ? 0 : ONE);
  };
  shards.at(-1)!.push({ name, shape, dtype: 'BF16', data });
}
const digits = (n: number) => String(n).padStart(5, '0');
const fileOf = (i: number) => `model-${digits(i + 1)}-of-${digits(shards.length)}.safetensors`;
for (const [i, tensors] of shards.entries()) {
  process.stderr.write(`${fileOf(i)}: ${await writeSafetensors(join(out, fileOf(i)), tensors)} bytes\n`);
}
const map = Object.fromEntries(shards.flatMap((tensors, i) => tensors.map(({ name }) => [name, fileOf(i)])));
const index = { metadata: { total_size: total }, weight_map: map };
const files = { 'model.safetensors.index.json': index, 'config.json': config };
for (const [name, value] of Object.entries(files)) await writeFile(join(out, name), JSON.stringify(value));
if (values.tokenizer) {
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) {
    await copyFile(join(values.tokenizer, name), join(out, name));
  }
} else {
  const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
  await writeFile(join(out, 'tokenizer.json'), JSON.stringify(tokenizerJson));
  await writeFile(join(out, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig));
}
