import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import { decodeSafetensors } from '@alphaedit/safetensors';
import type { Matrix, WeightDelta } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { type LoraAdapter, type LoraAdapterOptions, loraAdapter } from './peft-adapter.js';

const linalg = createPortableLinearAlgebra();
const [dOut, dIn] = [6, 10];
/** The adapter is float32: about 6e-8 of each entry, over sums of a few terms of size 1. */
const FLOAT32 = 1e-6;

let state = 7;
function random(rows: number, cols: number): Matrix<Float64Array> {
  const data = Float64Array.from({ length: rows * cols }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
  return { rows, cols, data };
}
const lowRank = (parameter: string, r: number, [rows, cols] = [dOut, dIn]): WeightDelta => ({
  kind: 'low-rank',
  parameter,
  orientation: 'in-out',
  left: random(rows!, r),
  right: random(cols!, r),
});
const dense = (parameter: string): WeightDelta => ({
  kind: 'dense',
  parameter,
  orientation: 'in-out',
  value: random(dOut, dIn),
});

const adapterOf = (deltas: readonly WeightDelta[], more: Partial<LoraAdapterOptions> = {}) =>
  loraAdapter({
    deltas,
    moduleOf: (name) => `model.${name.replace('.weight', '')}`,
    baseModel: 'demo',
    linalg,
    ...more,
  });

/** Σ ΔW of a weight, in full. */
async function change(deltas: readonly WeightDelta[], parameter: string): Promise<Float64Array> {
  const sum: number[] = [];
  for (const delta of deltas.filter((one) => one.parameter === parameter)) {
    const { data } =
      delta.kind === 'dense'
        ? delta.value
        : await linalg.matmul(delta.left, delta.right, { transposeB: true });
    for (const [i, value] of data.entries()) sum[i] = (sum[i] ?? 0) + value;
  }
  return Float64Array.from(sum);
}

/** What PEFT adds: (α / r) B A, from the files alone. */
async function added({ config, weights }: LoraAdapter, module: string): Promise<Float64Array> {
  const file = decodeSafetensors(weights, 'adapter');
  const part = (name: string): Matrix => {
    const key = `base_model.model.${module}.lora_${name}.weight`;
    const [rows, cols] = file.tensors.get(key)!.shape as [number, number];
    return { rows, cols, data: file.readFloat32(key) };
  };
  const [a, b] = [part('A'), part('B')];
  const patterns = config as Record<'rank_pattern' | 'alpha_pattern', Record<string, number>>;
  const rank = patterns.rank_pattern[module] ?? (config.r as number);
  expect([a.rows, b.cols]).toEqual([rank, rank]);
  const scale = (patterns.alpha_pattern[module] ?? (config.lora_alpha as number)) / rank;
  return (await linalg.matmul(b, a)).data.map((value) => value * scale);
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe('loraAdapter', () => {
  it.each([
    ['batches thinner than the weight', [lowRank('h.1.weight', 2), lowRank('h.1.weight', 3)], 5],
    ['batches wider than the weight', [lowRank('h.1.weight', 5), lowRank('h.1.weight', 4)], dOut],
    ['a weight with more outputs than inputs', [lowRank('h.1.weight', 12, [10, 6])], 6],
    ['a dense change', [dense('h.1.weight')], dOut],
    ['a dense change and a thin one', [dense('h.1.weight'), lowRank('h.1.weight', 1)], dOut],
  ] as const)('is the edit itself: %s', async (_, deltas, rank) => {
    const adapter = await adapterOf(deltas);
    expect(adapter.modules).toEqual([{ parameter: 'h.1.weight', module: 'model.h.1', rank, lost: 0 }]);
    const difference = largestDifference(
      await added(adapter, 'model.h.1'),
      await change(deltas, 'h.1.weight'),
    );
    expect(difference).toBeLessThan(FLOAT32);
  });

  it('gives every weight its own rank, each with scale 1', async () => {
    const deltas = [lowRank('h.0.weight', 2), lowRank('h.1.weight', 4)];
    const adapter = await adapterOf(deltas);
    expect(adapter.config).toMatchObject({
      peft_type: 'LORA',
      task_type: 'CAUSAL_LM',
      base_model_name_or_path: 'demo',
      r: 4,
      lora_alpha: 4,
      rank_pattern: { 'model.h.0': 2 },
      alpha_pattern: { 'model.h.0': 2 },
      target_modules: ['model.h.0', 'model.h.1'],
      fan_in_fan_out: true,
    });
    for (const name of ['h.0', 'h.1']) {
      const difference = largestDifference(
        await added(adapter, `model.${name}`),
        await change(deltas, `${name}.weight`),
      );
      expect(difference).toBeLessThan(FLOAT32);
    }
  });

  it('takes the nearest change of a smaller rank, and says what is lost', async () => {
    const deltas = [lowRank('h.1.weight', 5)];
    const adapter = await adapterOf(deltas, { rank: 2 });
    const whole = await change(deltas, 'h.1.weight');
    const near = await added(adapter, 'model.h.1');
    const norm = (values: Float64Array) => Math.hypot(...values);
    const lost = norm(whole.map((value, i) => value - near[i]!)) / norm(whole);
    expect(adapter.modules[0]).toMatchObject({ rank: 2 });
    expect(adapter.modules[0]!.lost).toBeCloseTo(lost, 6);
    expect(lost).toBeGreaterThan(0.05);
    // A rank that is large enough cuts nothing off.
    expect((await adapterOf(deltas, { rank: 5 })).modules[0]!.lost).toBe(0);
  });

  it('refuses factors that are infinite in float32', async () => {
    const delta = lowRank('h.1.weight', 2);
    if (delta.kind !== 'low-rank') throw new Error('a thin change was made');
    const left = { ...delta.left, data: delta.left.data.map((value) => value * 1e40) };
    await expect(adapterOf([{ ...delta, left }])).rejects.toMatchObject({ code: 'export-overflow' });
  });

  it('refuses an edit of nothing, and a rank that is none', async () => {
    await expect(adapterOf([])).rejects.toThrowError(expect.objectContaining({ code: 'no-deltas' }));
    for (const rank of [0, -1, 1.5]) {
      await expect(adapterOf([dense('w')], { rank })).rejects.toThrowError(
        expect.objectContaining({ code: 'adapter-rank' }),
      );
    }
  });
});
