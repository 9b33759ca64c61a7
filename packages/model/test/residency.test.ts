import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bfloat16ToFloat32,
  encodeSafetensors,
  float16ToFloat32,
  float32ToBFloat16,
  float32ToFloat16,
} from '@alphaedit/safetensors';
import type { LowRankDelta, ModelPort } from '@alphaedit/spec';
import {
  describeEachEngine,
  expectNoTensorLeak,
  randomNumbers,
  relativeDistance,
  tinyCheckpoint,
} from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { generate } from '../src/index.js';
import { loadModel } from '../src/node.js';
import { deviceWeight, tensorflowBackend } from '../src/weights/device-weight.js';
import { hostWeight } from '../src/weights/host-weight.js';
import { packedProduct } from '../src/weights/packed-product.js';
import type { WeightResidency } from '../src/weights/place-weight.js';
import { tinyFolder } from './tiny-model.js';

/** Float32, the same products in another split. */
const REORDERING_TOLERANCE = 1e-6;
const ids = [5, 9, 77, 31, 8, 200];
const narrow = { BF16: float32ToBFloat16, F16: float32ToFloat16, F32: (values: Float32Array) => values };
type Type = keyof typeof narrow;

/** The tiny checkpoint stored in a type of 16 bits. */
function folderOf(dtype: Type): Promise<string> {
  const checkpoint = tinyCheckpoint();
  const tensors = [...checkpoint.tensors].map(([name, { shape, data }]) => {
    return { name, shape, dtype, data: narrow[dtype](data) };
  });
  return tinyFolder({ 'model.safetensors': encodeSafetensors(tensors) }, checkpoint);
}

function logits(model: ModelPort): Float32Array {
  const layout = model.layout([ids.length]);
  const values = tf.tidy(() => {
    const hidden = model.forward(model.embed([ids], layout), { layout });
    return model.logits(tf.reshape(hidden, [ids.length, -1]) as tf.Tensor2D).dataSync() as Float32Array;
  });
  layout.dispose();
  return values;
}

/** Gradient of a sum of squares at the output in the input of the last block. */
function gradient(model: ModelPort): Float32Array {
  const layout = model.layout([ids.length]);
  const values = tf.tidy(() => {
    const start = model.embed([ids], layout);
    const loss = (x: tf.Tensor) =>
      tf.sum(tf.square(model.forward(x as tf.Tensor3D, { layout }))) as tf.Scalar;
    return tf.grad(loss)(start).dataSync() as Float32Array;
  });
  layout.dispose();
  return values;
}

await describeEachEngine('weights kept', () => {
  describe.each<[WeightResidency, Type]>([
    ['stored', 'BF16'],
    ['stored', 'F16'],
    ['stored', 'F32'],
    ['disk', 'BF16'],
    ['disk', 'F16'],
    ['disk', 'F32'],
  ])('%s in %s', (weights, dtype) => {
    it('give what float32 gives: logits, gradients, text, hash', async () => {
      const directory = await folderOf(dtype);
      const plain = await loadModel(directory);
      const expected = {
        logits: logits(plain),
        gradient: gradient(plain),
        text: await generate(plain, [ids], { maxNewTokens: 5 }),
        hash: await plain.contentHash(),
        info: plain.info,
      };
      plain.dispose();
      await expectNoTensorLeak(async () => {
        const model = await loadModel(directory, { weights });
        expect(model.info).toEqual(expected.info);
        expect(relativeDistance(logits(model), expected.logits)).toBeLessThan(REORDERING_TOLERANCE);
        expect(relativeDistance(gradient(model), expected.gradient)).toBeLessThan(REORDERING_TOLERANCE);
        expect(await generate(model, [ids], { maxNewTokens: 5 })).toEqual(expected.text);
        expect(await model.contentHash()).toBe(expected.hash);
        model.dispose();
        model.dispose();
      });
    });

    it('are read, changed for a while, written and written back', async () => {
      const directory = await folderOf(dtype);
      const [plain, model] = [await loadModel(directory), await loadModel(directory, { weights })];
      const { name, orientation, dIn, dOut } = model.info.editable[1]!;
      const before = await model.readWeight(name);
      expect(before).toEqual(await plain.readWeight(name));
      const unchanged = logits(model);
      const delta: LowRankDelta = {
        kind: 'low-rank',
        parameter: name,
        orientation,
        left: { rows: dOut, cols: 1, data: randomNumbers(dOut, 1) },
        right: { rows: dIn, cols: 1, data: randomNumbers(dIn, 2) },
      };
      const overlaid = await model.withDelta([delta], () => logits(model));
      const written = before.data.map(
        (w, i) => w + delta.left.data[Math.floor(i / dIn)]! * delta.right.data[i % dIn]!,
      );
      await model.writeWeight(name, { rows: dOut, cols: dIn, data: written });
      expect(relativeDistance(overlaid, logits(model))).toBeLessThan(1e-5);
      expect(relativeDistance(logits(model), unchanged)).toBeGreaterThan(1e-2);
      expect(await model.readWeight(name)).toEqual({ rows: dOut, cols: dIn, data: written });
      await model.writeWeight(name, before);
      expect(await model.readWeight(name)).toEqual(before);
      expect(relativeDistance(logits(model), unchanged)).toBeLessThan(REORDERING_TOLERANCE);
      plain.dispose();
      model.dispose();
    });
  });

  it.each<WeightResidency>(['float32', 'stored', 'disk'])(
    '%s are refused where not finite',
    async (weights) => {
      const checkpoint = tinyCheckpoint();
      const tensors = [...checkpoint.tensors].map(([name, { shape, data }]) => {
        const bits = float32ToBFloat16(data);
        if (name.endsWith('1.mlp.c_fc.weight')) bits[17] = 0xff80;
        return { name, shape, dtype: 'BF16' as const, data: bits };
      });
      const directory = await tinyFolder({ 'model.safetensors': encodeSafetensors(tensors) }, checkpoint);
      await expectNoTensorLeak(() =>
        expect(loadModel(directory, { weights })).rejects.toMatchObject({ code: 'non-finite-weights' }),
      );
    },
  );

  it('says so when the file under a model on disk has shrunk', async () => {
    const directory = await folderOf('BF16');
    const model = await loadModel(directory, { weights: 'disk' });
    await writeFile(join(directory, 'model.safetensors'), '');
    expect(() => logits(model)).toThrowError(expect.objectContaining({ code: 'safetensors-truncated' }));
    model.dispose();
  });

  describe('in pieces', () => {
    const [rows, columns] = [7, 5];
    const stored = Uint16Array.from({ length: rows * columns }, (_, i) => 0x3c00 + ((i * 37) % 64));
    const types = [
      ['BF16', bfloat16ToFloat32(stored)],
      ['F16', float16ToFloat32(stored)],
    ] as const;
    const kinds = ['host', 'device'] as const;

    it.each(kinds.flatMap((kind) => types.map(([dtype, values]) => [kind, dtype, values] as const)))(
      '%s %s: products, their gradients and rows are those of the widened matrix',
      async (kind, dtype, values) => {
        const backend = tensorflowBackend();
        if (kind === 'device' && !backend) return;
        const bytes = new Uint8Array(stored.slice().buffer);
        await expectNoTensorLeak(() => {
          const weight =
            kind === 'device'
              ? deviceWeight(backend!, bytes, dtype, [rows, columns])
              : hostWeight({ dtype, read: (from, to) => bytes.subarray(2 * from, 2 * to) }, [rows, columns]);
          tf.tidy(() => {
            const wide = tf.tensor2d(values, [rows, columns]);
            expect(weight.widen(2, 4).dataSync()).toEqual(values.slice(2 * columns, 4 * columns));
            expect(weight.widen(0, rows).dataSync()).toEqual(values);
            const picked = weight.gather(Int32Array.of(6, 0, 6));
            expect(picked.dataSync()).toEqual(tf.gather(wide, [6, 0, 6]).dataSync());
            for (const transpose of [true, false]) {
              const x = tf.tensor2d(Float32Array.from(randomNumbers(3 * (transpose ? columns : rows), 4)), [
                3,
                transpose ? columns : rows,
              ]);
              const whole = (x: tf.Tensor) => tf.matMul(x as tf.Tensor2D, wide, false, transpose);
              // One row, two rows with one left over, all.
              for (const piece of [1, 2 * columns, 100]) {
                const parts = (x: tf.Tensor) => packedProduct(x as tf.Tensor2D, weight, transpose, piece);
                expect(relativeDistance(parts(x).dataSync(), whole(x).dataSync())).toBeLessThan(
                  REORDERING_TOLERANCE,
                );
                const slope = (f: (x: tf.Tensor) => tf.Tensor) =>
                  tf
                    .grad((x: tf.Tensor) => tf.sum(tf.square(f(x))))(x)
                    .dataSync();
                expect(relativeDistance(slope(parts), slope(whole))).toBeLessThan(REORDERING_TOLERANCE);
              }
            }
          });
          weight.dispose();
        });
      },
    );
  });
});
