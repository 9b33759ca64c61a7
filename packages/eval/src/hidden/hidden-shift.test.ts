import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import { randomNumbers } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bigramModel } from '../../test/bigram-model.js';
import { hiddenShift } from './hidden-shift.js';
import { hiddenStates } from './hidden-states.js';
import { principalPlane } from './principal-plane.js';

const linalg = createPortableLinearAlgebra();
const points = (rows: number, cols: number, at: (i: number, j: number) => number) => ({
  rows,
  cols,
  data: Float64Array.from({ length: rows * cols }, (_, i) => at(Math.floor(i / cols), i % cols)),
});

describe('hiddenShift', () => {
  const noise = randomNumbers(60 * 4, 1);
  const before = points(60, 4, (i, j) => noise[i * 4 + j]! * (j + 1));

  it('is nothing where nothing moved', async () => {
    const shift = await hiddenShift(before, before, { linalg });
    expect(shift.frechet).toBeCloseTo(0, 9);
    expect(shift).toMatchObject({ prompts: 60, relativeMeanShift: 0, relativeMove: 0 });
    expect(shift.plane.after).toEqual(shift.plane.before);
  });

  it('is the squared step of a shift, in the plane too, since the shift is what varies most', async () => {
    const after = points(60, 4, (i, j) => before.data[i * 4 + j]! + (j === 0 ? 100 : 0));
    const shift = await hiddenShift(before, after, { linalg });
    expect(shift.frechet).toBeCloseTo(10_000, 5);
    const variance = [0, 1, 2, 3]
      .map((j) => {
        const column = Array.from({ length: 60 }, (_, i) => before.data[i * 4 + j]!);
        const mean = column.reduce((a, b) => a + b) / 60;
        return column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 60;
      })
      .reduce((a, b) => a + b);
    expect(shift.relativeMeanShift).toBeCloseTo(100 / Math.sqrt(variance), 8);
    expect(shift.relativeFrechet).toBeCloseTo(10_000 / variance, 6);
    expect(shift.plane.frechet).toBeGreaterThan(9_900);
    expect(shift.plane.explained[0]).toBeGreaterThan(0.95);
  });

  it('sees moves that cancel in the distribution only prompt by prompt', async () => {
    const turned = points(60, 4, (i, j) => before.data[((i + 1) % 60) * 4 + j]!);
    const shift = await hiddenShift(before, turned, { linalg });
    expect(shift.frechet).toBeCloseTo(0, 9);
    expect(shift.relativeMove).toBeGreaterThan(0.5);
  });

  it('refuses states that do not fit', async () => {
    await expect(
      hiddenShift(
        before,
        points(59, 4, () => 0),
        { linalg },
      ),
    ).rejects.toMatchObject({
      code: 'shape-mismatch',
    });
  });
});

describe('principalPlane', () => {
  it('finds the two directions of points made along them', async () => {
    // 3 along (0.6, 0.8, 0), 1 along (0, 0, 1), nothing elsewhere
    const corners = points(4, 3, (i, j) => {
      const [a, b] = [i < 2 ? 3 : -3, i % 2 === 0 ? 1 : -1];
      return [0.6 * a, 0.8 * a, b][j]!;
    });
    const plane = await principalPlane(corners, linalg);
    expect(plane.explained[0]).toBeCloseTo(0.9, 12);
    expect(plane.explained[1]).toBeCloseTo(0.1, 12);
    const flat = await plane.project(corners);
    expect([...flat.data].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([3, 1, 3, -1, -3, 1, -3, -1]);
  });
});

describe('hiddenStates', () => {
  it('reads the last token of each prompt, in their order, whatever the batches', async () => {
    const model = await bigramModel({ a: { b: 1 }, b: { c: 1 } });
    const prompts = ['a b', 'a', 'c b a a', 'b'];
    const before = tf.memory().numTensors;
    const states = await hiddenStates(model, prompts, { block: 0, batchTokens: 4 });
    expect(tf.memory().numTensors).toBe(before);
    expect(states).toMatchObject({ rows: 4, cols: model.info.hiddenSize });
    // The model's states are one-hot words.
    const word = (i: number) =>
      model.tokenizer.decode([states.data.subarray(i * states.cols, (i + 1) * states.cols).indexOf(1)]);
    expect([0, 1, 2, 3].map(word)).toEqual(['b', 'a', 'a', 'b']);
  });

  it('refuses a block that is not there and a prompt that does not fit', async () => {
    const model = await bigramModel({ a: { b: 1 } }, { contextLength: 2 });
    await expect(hiddenStates(model, ['a'], { block: 1 })).rejects.toMatchObject({
      code: 'layer-out-of-range',
    });
    await expect(hiddenStates(model, ['a a a'], { block: 0 })).rejects.toMatchObject({
      code: 'prompt-too-long',
    });
    await expect(hiddenStates(model, [''], { block: 0 })).rejects.toMatchObject({ code: 'empty-prompt' });
  });
});
