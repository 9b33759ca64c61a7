import * as tf from '@tensorflow/tfjs-core';
import type { Check, Suite } from '../check.js';
import { ensure } from '../conformance-error.js';
import { ensureClose } from './ensure-close.js';
import { layerNorm, matmul, type NdArray, numericGradient, randomArray, softmax } from './reference-ops.js';

/** Sums of up to 700 float32 products of numbers below 1: rounding grows as √700 · 6e-8, with room. */
const PRODUCT_TOLERANCE = 1e-5;
/** One float32 exponential or square root and a few products on top: single-precision units in the last place. */
const FUNCTION_TOLERANCE = 2e-5;

/**
 * A sum of thousands of terms of one sign, relative to it. An engine adds them in blocks of at most some 256, as
 * BLAS does; √256 · 2⁻²⁴ bounds the rounding of one. Added one by one, 4096 terms come to four times as much.
 */
const LONG_SUM_TOLERANCE = Math.sqrt(256) * 2 ** -24;

const toTensor = ({ data, shape }: NdArray) => tf.tensor(Float32Array.from(data), [...shape]);

const TRANSPOSES = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

/** Batch dimensions of A and of B; m, k, n. Odd sizes meet the edges of blocked kernels. */
const PRODUCTS = [
  { name: 'plain', a: [], b: [], mkn: [5, 7, 3] },
  { name: 'one row', a: [], b: [], mkn: [1, 33, 65] },
  { name: 'one column', a: [], b: [], mkn: [33, 65, 1] },
  { name: 'inner dimension of one', a: [], b: [], mkn: [9, 1, 11] },
  { name: 'wide B', a: [], b: [], mkn: [3, 130, 70] },
  { name: 'wide A', a: [], b: [], mkn: [130, 70, 3] },
  { name: 'long inner dimension', a: [], b: [], mkn: [4, 700, 6] },
  { name: 'batched, long inner dimension', a: [3], b: [3], mkn: [4, 520, 6] },
  { name: 'one A for a batch of B, long inner dimension', a: [1], b: [2], mkn: [4, 300, 6] },
  { name: 'batched', a: [4], b: [4], mkn: [6, 9, 5] },
  { name: 'two batch dimensions', a: [2, 3], b: [2, 3], mkn: [4, 5, 6] },
  { name: 'one B for a batch of A', a: [2, 3], b: [1], mkn: [4, 5, 6] },
  { name: 'one A for a batch of B', a: [1], b: [5], mkn: [4, 5, 6] },
  { name: 'broadcast in both', a: [2, 1], b: [1, 3], mkn: [4, 5, 6] },
  { name: 'broadcast to a higher rank', a: [3], b: [2, 1], mkn: [4, 5, 6] },
] as const;

function operands({ a, b, mkn: [m, k, n] }: (typeof PRODUCTS)[number], tA: boolean, tB: boolean) {
  return [
    randomArray([...a, ...(tA ? [k, m] : [m, k])], 1),
    randomArray([...b, ...(tB ? [n, k] : [k, n])], 2),
  ] as const;
}

/** What is needed to see what an engine holds on to; `tf.memory` by default. */
export interface EngineConformanceOptions {
  /** Bytes an engine holds beside its tensors, e.g. rearranged weights. */
  readonly bytes?: () => number;
}

/**
 * What a transformer's forward and backward pass needs of a tensor engine, each against float64 in plain loops, on the
 * tfjs backend that runs. After every check as many tensors (and bytes) are alive as before it. Results are read
 * asynchronously, so that engines without synchronous reads pass too.
 */
export function engineChecks({ bytes = () => 0 }: EngineConformanceOptions = {}): Suite {
  const checks: Check[] = [];
  const it = (title: string, run: () => Promise<void>) => {
    const watched = async () => {
      const before = { tensors: tf.memory().numTensors, bytes: bytes() };
      await run();
      const after = { tensors: tf.memory().numTensors, bytes: bytes() };
      ensure(
        after.tensors === before.tensors && after.bytes === before.bytes,
        `There are ${after.tensors} tensors and ${after.bytes} bytes, ${before.tensors} and ${before.bytes} before.`,
        'What an operation makes for itself goes when its operands do.',
      );
    };
    checks.push({ id: title, title, run: watched });
  };
  defineChecks(it);
  return { title: 'engine conformance', checks, dispose: () => {} };
}

function defineChecks(it: (title: string, run: () => Promise<void>) => void): void {
  for (const product of PRODUCTS) {
    for (const [tA, tB] of TRANSPOSES) {
      it(`matMul ${tA ? 'T' : 'N'}${tB ? 'T' : 'N'}, ${product.name}`, async () => {
        const [a, b] = operands(product, tA, tB);
        const actual = tf.tidy(() => tf.matMul(toTensor(a), toTensor(b), tA, tB));
        await ensureClose(actual, matmul(a, b, tA, tB), PRODUCT_TOLERANCE);
      });
    }
  }

  it('matMul TN of thousands of rows, as a Gram matrix is made of', async () => {
    const { shape, data } = randomArray([4096, 12], 23);
    const positive = { shape, data: data.map(Math.abs) };
    const gram = tf.tidy(() => {
      const rows = toTensor(positive);
      return tf.matMul(rows, rows, true, false);
    });
    await ensureClose(gram, matmul(positive, positive, true, false), LONG_SUM_TOLERANCE);
  });

  // tfjs has no gradient for a broadcast product on any engine.
  for (const product of PRODUCTS.filter(({ a, b }) => String(a) === String(b))) {
    for (const [tA, tB] of TRANSPOSES) {
      it(`gradients of matMul ${tA ? 'T' : 'N'}${tB ? 'T' : 'N'}, ${product.name}`, async () => {
        const [a, b] = operands(product, tA, tB);
        const dy = randomArray(matmul(a, b, tA, tB).shape, 3);
        const gradients = tf.tidy(() =>
          tf.grads((x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, tA, tB))(
            [toTensor(a), toTensor(b)],
            toTensor(dy),
          ),
        );
        // dA = dC · Bᵀ and dB = Aᵀ · dC, with each side transposed as its operand is.
        const expectedA = tA ? matmul(b, dy, tB, true) : matmul(dy, b, false, !tB);
        const expectedB = tB ? matmul(dy, a, true, tA) : matmul(a, dy, !tA, false);
        await ensureClose(gradients[0]!, expectedA, PRODUCT_TOLERANCE);
        await ensureClose(gradients[1]!, expectedB, PRODUCT_TOLERANCE);
      });
    }
  }

  it('matMul with nothing to add up, and with no rows', async () => {
    const zeros = tf.tidy(() => tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])));
    await ensureClose(zeros, { shape: [2, 3], data: new Float64Array(6) }, 0);
    const empty = tf.tidy(() => tf.matMul(tf.zeros([0, 2]), tf.ones([2, 3])));
    await ensureClose(empty, { shape: [0, 3], data: new Float64Array(0) }, 0);
  });

  it('matMul twice by one weight, and after the weight is gone', async () => {
    // An engine may keep a rearranged copy of a weight: it must be that weight's, and go with it.
    for (const seed of [4, 5, 6]) {
      const weight = randomArray([40, 24], seed);
      const w = toTensor(weight);
      for (const rows of [3, 17]) {
        const x = randomArray([rows, 40], seed + rows);
        await ensureClose(
          tf.tidy(() => tf.matMul(toTensor(x), w)),
          matmul(x, weight),
          PRODUCT_TOLERANCE,
        );
      }
      w.dispose();
    }
  });

  for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const) {
    it(`fused matMul with bias and ${activation}`, async () => {
      const x = randomArray([6, 8], 7);
      const w = randomArray([8, 4], 8);
      const bias = randomArray([4], 9);
      const slope = 0.3;
      const fn: Record<typeof activation, (value: number) => number> = {
        linear: (v) => v,
        relu: (v) => Math.max(v, 0),
        relu6: (v) => Math.min(Math.max(v, 0), 6),
        elu: (v) => (v > 0 ? v : Math.expm1(v)),
        sigmoid: (v) => 1 / (1 + Math.exp(-v)),
        leakyrelu: (v) => (v > 0 ? v : slope * v),
        prelu: (v) => (v > 0 ? v : slope * v),
      };
      const product = matmul(x, w);
      const expected = product.data.map((value, i) => fn[activation](value + bias.data[i % 4]!));
      const actual = tf.tidy(() =>
        tf.fused.matMul({
          a: toTensor(x),
          b: toTensor(w),
          bias: toTensor(bias),
          activation,
          leakyreluAlpha: slope,
          preluActivationWeights: tf.fill([4], slope),
        }),
      );
      await ensureClose(actual, { shape: [6, 4], data: expected }, FUNCTION_TOLERANCE);
    });
  }

  it('softmax and its gradient', async () => {
    const x = randomArray([3, 5, 9], 10);
    const dy = randomArray([3, 5, 9], 11);
    await ensureClose(
      tf.tidy(() => tf.softmax(toTensor(x))),
      softmax(x),
      FUNCTION_TOLERANCE,
    );
    const gradient = tf.tidy(() => tf.grad((t: tf.Tensor) => tf.softmax(t))(toTensor(x), toTensor(dy)));
    await ensureClose(gradient, numericGradient(softmax, x, dy), FUNCTION_TOLERANCE);
  });

  it('logSoftmax and its gradient', async () => {
    const logSoftmax = (t: NdArray) => ({ ...t, data: softmax(t).data.map(Math.log) });
    const x = randomArray([4, 9], 12);
    const dy = randomArray([4, 9], 13);
    await ensureClose(
      tf.tidy(() => tf.logSoftmax(toTensor(x))),
      logSoftmax(x),
      FUNCTION_TOLERANCE,
    );
    const gradient = tf.tidy(() => tf.grad((t: tf.Tensor) => tf.logSoftmax(t))(toTensor(x), toTensor(dy)));
    await ensureClose(gradient, numericGradient(logSoftmax, x, dy), FUNCTION_TOLERANCE);
  });

  it('layer norm from mean, square and rsqrt, and its gradient', async () => {
    const epsilon = 1e-5;
    const norm = (t: tf.Tensor) => {
      const centred = tf.sub(t, tf.mean(t, -1, true));
      return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon)));
    };
    const x = randomArray([4, 12], 14);
    const dy = randomArray([4, 12], 15);
    await ensureClose(
      tf.tidy(() => norm(toTensor(x))),
      layerNorm(x, epsilon),
      FUNCTION_TOLERANCE,
    );
    const gradient = tf.tidy(() => tf.grad(norm)(toTensor(x), toTensor(dy)));
    await ensureClose(
      gradient,
      numericGradient((t) => layerNorm(t, epsilon), x, dy),
      FUNCTION_TOLERANCE,
    );
  });

  for (const axis of [0, 1]) {
    it(`gather along axis ${axis} and its gradient`, async () => {
      const ids = [2, 0, 2, 3];
      const gather = (t: NdArray): NdArray => {
        const [rows, cols] = t.shape as [number, number];
        const shape = axis === 0 ? [ids.length, cols] : [rows, ids.length];
        const data = Float64Array.from({ length: shape[0]! * shape[1]! }, (_, i) => {
          const row = Math.floor(i / shape[1]!);
          const col = i % shape[1]!;
          return axis === 0 ? t.data[ids[row]! * cols + col]! : t.data[row * cols + ids[col]!]!;
        });
        return { shape, data };
      };
      const x = randomArray([5, 6], 16);
      const dy = randomArray(gather(x).shape, 17);
      const run = (t: tf.Tensor) => tf.gather(t, tf.tensor1d(ids, 'int32'), axis);
      await ensureClose(
        tf.tidy(() => run(toTensor(x))),
        gather(x),
        0,
      );
      const gradient = tf.tidy(() => tf.grad(run)(toTensor(x), toTensor(dy)));
      await ensureClose(gradient, numericGradient(gather, x, dy), PRODUCT_TOLERANCE);
    });
  }

  it('unsortedSegmentSum adds up repeated segments and leaves empty ones at zero', async () => {
    const sums = tf.tidy(() =>
      tf.unsortedSegmentSum(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]), tf.tensor1d([2, 0, 2], 'int32'), 4),
    );
    await ensureClose(sums, { shape: [4, 2], data: Float64Array.of(3, 4, 0, 0, 6, 8, 0, 0) }, 0);
  });

  it('elementwise functions', async () => {
    const x = randomArray([3, 7], 18);
    const functions: [(t: tf.Tensor) => tf.Tensor, (v: number) => number][] = [
      [tf.tanh, Math.tanh],
      [tf.sigmoid, (v) => 1 / (1 + Math.exp(-v))],
      [tf.cos, Math.cos],
      [tf.sin, Math.sin],
      [tf.exp, Math.exp],
      [tf.square, (v) => v * v],
      [tf.neg, (v) => -v],
      [(t) => tf.sqrt(tf.abs(t)), (v) => Math.sqrt(Math.abs(v))],
      [(t) => tf.pow(t, 3), (v) => v ** 3],
      [(t) => tf.log(tf.add(t, 2)), (v) => Math.log(v + 2)],
    ];
    for (const [run, reference] of functions) {
      const gradientWeights = randomArray([3, 7], 19);
      const map = (t: NdArray) => ({ ...t, data: t.data.map(reference) });
      await ensureClose(
        tf.tidy(() => run(toTensor(x))),
        map(x),
        FUNCTION_TOLERANCE,
      );
      const gradient = tf.tidy(() => tf.grad(run)(toTensor(x), toTensor(gradientWeights)));
      await ensureClose(gradient, numericGradient(map, x, gradientWeights), FUNCTION_TOLERANCE);
    }
  });

  it('erf, which the exact GELU is made of', async () => {
    // Published values of erf at 0.1, 0.5 and 1.
    const actual = tf.tidy(() => tf.erf(tf.tensor1d([0.1, 0.5, 1, -1])));
    const expected = Float64Array.of(0.112462916, 0.520499878, 0.842700793, -0.842700793);
    await ensureClose(actual, { shape: [4], data: expected }, FUNCTION_TOLERANCE);
  });

  it('moves data: transpose of rank 4, concat, split, slice, pad, tile, broadcastTo, stack, reverse', async () => {
    const results = tf.tidy(() => {
      const turned = tf.transpose(tf.reshape(tf.range(0, 24), [2, 3, 2, 2]), [0, 2, 1, 3]);
      const row = tf.tensor2d([[1, 2, 3, 4]]);
      const columns: [[number, number], [number, number]] = [
        [0, 0],
        [1, 0],
      ];
      return [
        [tf.slice(turned, [0, 0, 0, 0], [1, 1, 3, 2]), [0, 1, 4, 5, 8, 9]],
        [tf.concat([row, row], 0), [1, 2, 3, 4, 1, 2, 3, 4]],
        [tf.split(row, 2, 1)[1]!, [3, 4]],
        [tf.slice(row, [0, 1], [1, 2]), [2, 3]],
        [tf.stridedSlice(row, [0, 0], [1, 4], [1, 2]), [1, 3]],
        [tf.pad(row, columns), [0, 1, 2, 3, 4]],
        [tf.tile(row, [2, 1]), [1, 2, 3, 4, 1, 2, 3, 4]],
        [tf.broadcastTo(row, [2, 4]), [1, 2, 3, 4, 1, 2, 3, 4]],
        [tf.stack([row, row]), [1, 2, 3, 4, 1, 2, 3, 4]],
        [tf.reverse(row, 1), [4, 3, 2, 1]],
        [tf.cumsum(row, 1), [1, 3, 6, 10]],
      ] as [tf.Tensor, number[]][];
    });
    for (const [tensor, expected] of results) await ensureValues(tensor, expected);
  });

  it('chooses and counts: where, less, oneHot, cast, topk, argMax, isNaN, any, max, sum', async () => {
    const results = tf.tidy(() => {
      const x = tf.tensor2d([
        [3, 1, 2],
        [4, 6, 5],
      ]);
      const { values, indices } = tf.topk(x, 2);
      return [
        [tf.where(tf.less(x, 3), tf.zerosLike(x), x), [3, 0, 0, 4, 6, 5]],
        [tf.oneHot(tf.tensor1d([2, 0], 'int32'), 3), [0, 0, 1, 1, 0, 0]],
        [tf.cast(tf.greater(x, 2), 'int32'), [1, 0, 0, 1, 1, 1]],
        [values, [3, 2, 6, 5]],
        [indices, [0, 2, 1, 2]],
        [tf.argMax(x, 1), [0, 1]],
        [tf.isNaN(tf.tensor1d([1, Number.NaN])), [0, 1]],
        [tf.any(tf.isNaN(tf.tensor1d([1, Number.NaN]))), [1]],
        [tf.max(x, 1), [3, 6]],
        [tf.sum(x, 0), [7, 7, 7]],
        [tf.mean(x, 1), [2, 5]],
        [tf.logicalAnd(tf.greater(x, 2), tf.less(x, 5)), [1, 0, 0, 1, 0, 0]],
      ] as [tf.Tensor, number[]][];
    });
    for (const [tensor, expected] of results) await ensureValues(tensor, expected);
  });

  it('gradients through reshape, transpose, split, concat, slice, pad, where, tile and norm', async () => {
    const condition = [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 1];
    const run = (t: tf.Tensor): tf.Tensor => {
      const [left, right] = tf.split(tf.transpose(tf.reshape(t, [3, 4])), 2, 0) as [tf.Tensor, tf.Tensor];
      const joined = tf.concat([tf.mul(left, 2), tf.square(right)], 0); // [4, 3]
      const chosen = tf.where(mask, joined, tf.mul(joined, 3));
      const rows: [number, number] = [0, 1];
      const padded = tf.pad(tf.slice(chosen, [1, 0], [3, 3]), [rows, [0, 0]]);
      const tiled = tf.tile(padded, [1, 2]); // [4, 6]
      return tf.div(tiled, tf.norm(tiled));
    };
    const reference = (t: NdArray): NdArray => {
      const data = new Float64Array(24);
      for (let row = 1; row < 4; row++) {
        for (let col = 0; col < 3; col++) {
          const value = t.data[col * 4 + row]!;
          const joined = row < 2 ? 2 * value : value ** 2;
          const chosen = condition[row * 3 + col] ? joined : 3 * joined;
          data[(row - 1) * 6 + col] = data[(row - 1) * 6 + col + 3] = chosen;
        }
      }
      const norm = Math.hypot(...data);
      return { shape: [4, 6], data: data.map((value) => value / norm) };
    };
    const mask = tf.tidy(() => tf.cast(tf.tensor(condition, [4, 3]), 'bool'));
    const x = randomArray([12], 20);
    const dy = randomArray([4, 6], 21);
    const value = tf.tidy(() => run(toTensor(x)));
    await ensureClose(value, reference(x), FUNCTION_TOLERANCE);
    const gradient = tf.tidy(() => tf.grad(run)(toTensor(x), toTensor(dy)));
    await ensureClose(gradient, numericGradient(reference, x, dy), FUNCTION_TOLERANCE);
    mask.dispose();
  });

  it('Adam minimises a quadratic', async () => {
    const target = randomArray([8], 22);
    const goal = toTensor(target);
    const x = tf.tidy(() => tf.variable(tf.zeros([8])));
    const optimizer = tf.train.adam(0.1);
    for (let step = 0; step < 200; step++) {
      optimizer.minimize(() => tf.sum(tf.squaredDifference(x, goal)));
    }
    // Adam circles the minimum at a distance far below its learning rate.
    await ensureClose(tf.clone(x), target, 1e-2);
    tf.dispose([x, goal]);
    optimizer.dispose();
  });
}

/** Holds when the values are these very ones. Disposes of the tensor. */
async function ensureValues(tensor: tf.Tensor, expected: readonly number[]): Promise<void> {
  const values = [...(await tensor.data())];
  tensor.dispose();
  ensure(
    values.length === expected.length && values.every((value, i) => value === expected[i]),
    `It gives ${values.join(', ')}.`,
    `It should be ${expected.join(', ')}.`,
  );
}
