import { dequantize, quantize } from '@alphaedit/gguf';
import { tinyCheckpoint } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { readShape } from '../read-shape.js';
import { quantizedTensors } from './quantized-tensors.js';

const { config, tensors } = tinyCheckpoint();
const source = {
  has: (name: string) => tensors.has(name),
  shape: (name: string) => tensors.get(name)!.shape,
  read: async (name: string) => tensors.get(name)!.data,
  digest: async () => '',
};
const { shape } = readShape(config, source.has);
const whole = (name: string) => tensors.get(name)!.data;
const read = (name: string, type: 'Q8_0' | 'Q4_0' = 'Q4_0') =>
  quantizedTensors(source, shape, type).read(name);

it('holds a matrix in blocks along its rows as llama.cpp has them, whichever way it is stored', async () => {
  // [64, 16] in the checkpoint, [16, 64] in a GGUF file.
  const name = 'transformer.h.0.mlp.c_proj.weight';
  const turned = Float32Array.from(
    { length: 1024 },
    (_, i) => whole(name)[(i % 64) * 16 + Math.floor(i / 64)]!,
  );
  const numbers = dequantize(quantize(turned, 'Q4_0'), 'Q4_0');
  const found = await read(name);
  expect([...found]).toEqual(Array.from(found, (_, i) => numbers[(i % 16) * 64 + Math.floor(i / 16)]!));
  expect([...found]).not.toEqual([...whole(name)]);
});

it('leaves vectors, positions and rows that are no whole blocks as they are', async () => {
  for (const name of [
    'transformer.ln_f.weight',
    'transformer.wpe.weight',
    'transformer.h.0.mlp.c_fc.weight',
  ]) {
    expect([...(await read(name))]).toEqual([...whole(name)]);
  }
});
