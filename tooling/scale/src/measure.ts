import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { collectSecondMoments } from '@alphaedit/covariance';
import { type EngineId, startEngine } from '@alphaedit/engine/node';
import type { WeightResidency } from '@alphaedit/model';
import { inspectCheckpoint, loadModel } from '@alphaedit/model/node';
import * as tf from '@tensorflow/tfjs-core';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string' },
    weights: { type: 'string', default: 'float32' },
    tokens: { type: 'string', default: '64' },
    layer: { type: 'string', default: '4' },
    corpus: { type: 'string', default: '2048' },
  },
});
const [directory] = positionals;
if (directory === undefined) throw new Error('a checkpoint folder is missing');

/** Largest resident memory since the last call, in GiB; Linux keeps the count. */
function peak(): number {
  const line = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
  writeFileSync('/proc/self/clear_refs', '5');
  return Number((Number(line?.[1]) / 2 ** 20).toFixed(2));
}
async function measured<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  process.stdout.write(`${JSON.stringify({ what, seconds, peakGiB: peak() })}\n`);
  return result;
}

const engine = await measured('start engine', () =>
  startEngine({ engine: values.engine as EngineId | undefined }),
);
const summary = await measured('inspect', () => inspectCheckpoint(directory));
const weights = values.weights as WeightResidency;
process.stdout.write(
  `${JSON.stringify({ engine: engine.id, weights, parameters: summary.parameters, storedGiB: summary.bytes / 2 ** 30 })}\n`,
);
const model = await measured('load', () => loadModel(directory, { weights }));
const ids = Array.from({ length: Number(values.tokens) }, (_, i) => (i * 37) % 256);
const logits = await measured(`forward over ${ids.length} tokens`, async () => {
  const layout = model.layout([ids.length]);
  const result = tf.tidy(() => {
    const hidden = model.forward(model.embed([ids], layout), { layout });
    return model.logits(tf.slice(tf.reshape(hidden, [ids.length, -1]), [ids.length - 1, 0]) as tf.Tensor2D);
  });
  layout.dispose();
  const data = await result.data();
  result.dispose();
  return data;
});
if (!logits.every(Number.isFinite)) throw new Error('logits that are not finite');
const tokens = Number(values.corpus);
const layer = Number(values.layer);
const text = Array.from({ length: Math.ceil(tokens / 256) }, (_, i) => `${i} `.repeat(128).slice(0, 256));
const moments = await measured(`second moment of block ${layer} over ${tokens} tokens`, () =>
  collectSecondMoments({ model, documents: text, layers: [layer], tokens, contextLength: 256 }),
);
process.stdout.write(`${JSON.stringify({ layers: moments.layers, tokens: moments.origin.tokens })}\n`);
model.dispose();
