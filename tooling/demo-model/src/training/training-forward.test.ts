import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listEngines } from '@alphaedit/engine/node';
import { loadModel } from '@alphaedit/model/node';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { tokenizerConfig, tokenizerJson } from '../bpe/tokenizer-json.js';
import { trainBpe } from '../bpe/train-bpe.js';
import { encodeSafetensors, type NamedTensor } from '../files/safetensors.js';
import { createRandom } from '../world/random.js';
import { configJson, type Shape, weightShapes } from './shape.js';
import { startTensorflow } from './start-tensorflow.js';
import { trainingForward, trainingLogits } from './training-forward.js';

const present = (await listEngines()).some(({ id, available }) => id === 'tensorflow' && available);

/** float32 through three blocks, logits of size ten. */
const ROUNDING = 1e-4;

describe.skipIf(!present)('trainingForward (tensorflow engine)', () => {
  it('equals the forward pass of @alphaedit/model on the same checkpoint', async () => {
    await startTensorflow();
    const pairs = trainBpe(new Map([['abab', 3]]), 300);
    const shape: Shape = {
      blocks: 3,
      width: 16,
      heads: 2,
      inner: 40,
      contextSize: 12,
      vocabSize: Object.keys(pairs.vocab).length,
    };
    const tensors = randomWeights(shape);
    const folder = writeModel(shape, tensors, pairs);
    const rows = [
      [5, 9, 200, 3, 3, 7],
      [250, 1, 0, 77, 12, 258],
    ];
    try {
      const model = await loadModel(folder);
      const theirs = tf.tidy(() => {
        const layout = model.layout(rows.map((row) => row.length));
        const hidden = model.forward(model.embed(rows, layout), { layout });
        return model.logits(tf.reshape(hidden, [12, shape.width]));
      });
      const weights = new Map(
        [...tensors].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
      );
      const weightOf = (name: string): tf.Tensor => weights.get(name)!;
      const ours = trainingLogits(
        weightOf,
        trainingForward(shape, weightOf, tf.tensor2d(rows, [2, 6], 'int32')),
      );
      const worst = tf.max(tf.abs(tf.sub(ours, theirs))).dataSync()[0]!;
      expect(worst).toBeLessThan(ROUNDING);
      expect(tf.max(tf.abs(ours)).dataSync()[0]!).toBeGreaterThan(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function randomWeights(shape: Shape): Map<string, NamedTensor> {
  const random = createRandom(1);
  return new Map(
    [...weightShapes(shape)].map(([name, dimensions]) => {
      const size = dimensions.reduce((product, one) => product * one, 1);
      return [
        name,
        { shape: dimensions, data: Float32Array.from({ length: size }, () => random.next() - 0.5) },
      ];
    }),
  );
}

function writeModel(
  shape: Shape,
  tensors: Map<string, NamedTensor>,
  pairs: Parameters<typeof tokenizerJson>[0],
): string {
  const folder = mkdtempSync(join(tmpdir(), 'demo-model-'));
  writeFileSync(join(folder, 'model.safetensors'), encodeSafetensors(tensors, 'F32'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify(configJson(shape)));
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizerJson(pairs)));
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig(shape.contextSize)));
  return folder;
}
