/**
 * Rates of an engine: matrix products, and four blocks of GPT-2 small forward and backward.
 *
 *   npm run pnpm -- --filter @alphaedit/engine bench wasm wasm-blas tensorflow
 */
import * as tf from '@tensorflow/tfjs-core';
import type { EngineId } from '../src/node.js';
import { startEngine } from '../src/node.js';
import { blockRates } from './gpt2-blocks.js';
import { best } from './timing.js';

const ids = (process.argv.length > 2 ? process.argv.slice(2) : [undefined]) as (EngineId | undefined)[];

for (const id of ids) {
  const engine = await startEngine({ engine: id });
  console.log(`${engine.id}: ${engine.description}`);
  const rates = {
    'NN 1024³': product([1024, 1024], [1024, 1024], false, false),
    'NT 1024³': product([1024, 1024], [1024, 1024], false, true),
    'TN 1024³': product([1024, 1024], [1024, 1024], true, false),
    'TT 1024³': product([1024, 1024], [1024, 1024], true, true),
    'NT 256·768·3072 (dy·Wᵀ)': product([256, 3072], [768, 3072], false, true),
    'TN 768·256·3072 (xᵀ·dy)': product([256, 768], [256, 3072], true, false),
    'batched NN 96·128·128·64 (attention · v)': product([96, 128, 128], [96, 128, 64], false, false),
    'batched NT 96·128·64·128 (q·kᵀ)': product([96, 128, 64], [96, 128, 64], false, true),
    'batched TN 96·128·128·64': product([96, 128, 128], [96, 128, 64], true, false),
  };
  for (const [name, gflops] of Object.entries(rates)) {
    console.log(`  ${name.padEnd(44)} ${gflops.toFixed(1).padStart(7)} GFLOPS`);
  }
  for (const { name, seconds, gflops } of blockRates()) {
    console.log(
      `  ${name.padEnd(44)} ${gflops.toFixed(1).padStart(7)} GFLOPS ${(seconds * 1000).toFixed(0).padStart(6)} ms`,
    );
  }
}

function product(aShape: number[], bShape: number[], transposeA: boolean, transposeB: boolean): number {
  const a = tf.randomNormal(aShape);
  const b = tf.randomNormal(bShape);
  const [rows, cols] = aShape.slice(-2) as [number, number];
  const n = transposeB ? bShape.at(-2)! : bShape.at(-1)!;
  const batch = aShape.length > 2 ? aShape[0]! : 1;
  const seconds = best(() => {
    const c = tf.matMul(a, b, transposeA, transposeB);
    c.dataSync();
    c.dispose();
  });
  tf.dispose([a, b]);
  return (2 * batch * rows * cols * n) / seconds / 1e9;
}
