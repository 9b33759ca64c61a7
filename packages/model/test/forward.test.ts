import type { LowRankDelta, ModelPort } from '@alphaedit/spec';
import { describeEachEngine, expectNoTensorLeak, relativeDistance } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyModel } from './tiny-model.js';

/** Float32, the same products in another order or split. */
const REORDERING_TOLERANCE = 1e-5;

const rows = [
  [5, 9, 77, 31, 8],
  [12, 3],
  [200, 6, 6, 41, 90, 17, 2],
];
const lengths = rows.map((row) => row.length);

await describeEachEngine('forward', () => {
  let model: ModelPort;
  beforeAll(async () => {
    model = await tinyModel();
  });
  afterAll(() => model.dispose());

  const whole = () => {
    const layout = model.layout(lengths);
    const output = tf.tidy(() => model.forward(model.embed(rows, layout), { layout }));
    layout.dispose();
    return output;
  };
  const cell = (grid: tf.Tensor3D, row: number, position: number) =>
    tf.tidy(() => tf.slice(grid, [row, position, 0], [1, 1, -1]).dataSync());

  it('gives padded rows what they get alone', () => {
    const together = whole();
    for (const [r, row] of rows.entries()) {
      const layout = model.layout([row.length]);
      const alone = tf.tidy(() => model.forward(model.embed([row], layout), { layout }));
      for (let s = 0; s < row.length; s++) {
        expect(relativeDistance(cell(together, r, s), cell(alone, 0, s))).toBeLessThan(REORDERING_TOLERANCE);
      }
      alone.dispose();
      layout.dispose();
    }
    together.dispose();
  });

  it('gives token embeddings without their positions', () => {
    tf.tidy(() => {
      const layout = model.layout([1, 1]);
      const difference = (grid: tf.Tensor) =>
        tf.sub(tf.slice(grid, [0, 0], [1, -1]), tf.slice(grid, [1, 0], [1, -1])).dataSync();
      const both = tf.reshape(model.embed([[5], [9]], layout), [2, -1]);
      const alone = model.embedTokens!([5, 9]);
      expect(relativeDistance(difference(alone), difference(both))).toBeLessThan(REORDERING_TOLERANCE);
      expect(relativeDistance(alone.dataSync(), both.dataSync())).toBeGreaterThan(0.01);
      layout.dispose();
    });
    expect(() => model.embedTokens!([256])).toThrow(expect.objectContaining({ code: 'token-out-of-range' }));
  });

  it('continues from cached states of rows of different lengths, from any block', async () => {
    await expectNoTensorLeak(() => {
      const split = [3, 1, 4];
      const from = 1;
      const expected = whole();
      const headLayout = model.layout(split);
      const head = tf.tidy(() =>
        model.forward(
          model.embed(
            rows.map((row, r) => row.slice(0, split[r])),
            headLayout,
          ),
          { to: from, layout: headLayout },
        ),
      );
      const { hidden, cache } = model.forwardWithCache(head, { from, layout: headLayout, lengths: split });
      const tails = rows.map((row, r) => row.length - split[r]!);
      const full = model.layout(lengths);
      const below = tf.tidy(() => model.forward(model.embed(rows, full), { to: from, layout: full }));
      const tailLayout = model.layout(tails, { past: cache, starts: split });
      const tail = tf.tidy(() => {
        const width = model.info.hiddenSize;
        const cells = rows.flatMap((_, r) =>
          Array.from(
            { length: tailLayout.length },
            (_, s) => r * full.length + Math.min(split[r]! + s, lengths[r]! - 1),
          ),
        );
        const picked = tf.gather(tf.reshape(below, [-1, width]), tf.tensor1d(cells, 'int32'));
        const input = tf.reshape(picked, [rows.length, tailLayout.length, width]) as tf.Tensor3D;
        return model.forward(input, { from, layout: tailLayout, past: cache });
      });
      for (const [r, start] of split.entries()) {
        for (let s = 0; s < tails[r]!; s++) {
          expect(relativeDistance(cell(tail, r, s), cell(expected, r, start + s))).toBeLessThan(
            REORDERING_TOLERANCE,
          );
        }
      }
      tf.dispose([expected, head, hidden, below, tail]);
      for (const one of [headLayout, full, tailLayout, cache]) one.dispose();
    });
  });

  it('has the gradient of a finite difference in its input', () => {
    const layout = model.layout([4]);
    const start = tf.tidy(() => model.embed([[5, 9, 77, 31]], layout));
    const loss = (x: tf.Tensor) =>
      tf.sum(tf.square(model.forward(x as tf.Tensor3D, { from: 1, layout }))) as tf.Scalar;
    const gradient = tf.tidy(() => tf.grad(loss)(start));
    const direction = tf.tidy(() => tf.div(gradient, tf.norm(gradient)));
    const step = 1e-2;
    const along = (h: number) => tf.tidy(() => loss(tf.add(start, tf.mul(direction, h))).dataSync()[0]!);
    const slope = (along(step) - along(-step)) / (2 * step);
    const size = tf.tidy(() => tf.norm(gradient).dataSync()[0]!);
    // Central difference in float32 at this step: truncation and rounding are both near 1e-3.
    expect(Math.abs(slope - size) / size).toBeLessThan(5e-3);
    tf.dispose([start, gradient, direction]);
    layout.dispose();
  });

  it('replaces a value at a tap', () => {
    const layout = model.layout([3]);
    const run = (replace: boolean) =>
      tf.tidy(() =>
        model.forward(model.embed([[1, 2, 3]], layout), {
          layout,
          taps: [{ site: 'mlp', block: 1, tap: (value) => (replace ? tf.zerosLike(value) : undefined) }],
        }),
      );
    const [plain, severed] = [run(false), run(true)];
    expect(relativeDistance(severed.dataSync(), plain.dataSync())).toBeGreaterThan(1e-2);
    tf.dispose([plain, severed]);
    layout.dispose();
  });

  describe('deltas', () => {
    const delta = (): LowRankDelta => {
      const { name, orientation, dIn, dOut } = model.info.editable[1]!;
      const values = (n: number) => Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1) / 4);
      return {
        kind: 'low-rank',
        parameter: name,
        orientation,
        left: { rows: dOut, cols: 2, data: values(dOut * 2) },
        right: { rows: dIn, cols: 2, data: values(dIn * 2) },
      };
    };

    it('laid over a weight equal the weight written, and leave no trace', async () => {
      const change = delta();
      const { name, dIn, dOut } = model.info.editable[1]!;
      const before = await model.readWeight(name);
      const plain = whole();
      const overlaid = await expectNoTensorLeak(() =>
        model.withDelta([change], () => {
          const output = whole();
          const values = output.dataSync();
          output.dispose();
          return values;
        }),
      );
      const written = before.data.slice();
      for (let i = 0; i < dOut; i++) {
        for (let j = 0; j < dIn; j++) {
          for (let r = 0; r < 2; r++)
            written[i * dIn + j]! += change.left.data[i * 2 + r]! * change.right.data[j * 2 + r]!;
        }
      }
      await model.writeWeight(name, { rows: dOut, cols: dIn, data: written });
      const edited = whole();
      expect(relativeDistance(overlaid, edited.dataSync())).toBeLessThan(REORDERING_TOLERANCE);
      expect(relativeDistance(edited.dataSync(), plain.dataSync())).toBeGreaterThan(1e-2);
      await model.writeWeight(name, before);
      const restored = whole();
      expect(restored.dataSync()).toEqual(plain.dataSync());
      tf.dispose([plain, edited, restored]);
    });

    it('are taken off when the work under them throws', async () => {
      const plain = whole();
      await expectNoTensorLeak(() =>
        expect(
          model.withDelta([delta()], () => {
            throw new Error('on purpose');
          }),
        ).rejects.toThrow('on purpose'),
      );
      const after = whole();
      expect(after.dataSync()).toEqual(plain.dataSync());
      tf.dispose([plain, after]);
    });

    it('of the wrong shape, orientation or weight are refused', async () => {
      const good = delta();
      const nothing = () => undefined;
      const wrong: LowRankDelta[] = [
        { ...good, left: good.right, right: good.left },
        { ...good, orientation: 'out-in' },
      ];
      for (const bad of wrong)
        await expect(model.withDelta([bad], nothing)).rejects.toMatchObject({ code: 'delta-shape' });
      const other = { ...good, parameter: 'transformer.wte.weight' };
      await expect(model.withDelta([other], nothing)).rejects.toMatchObject({ code: 'not-editable' });
    });
  });

  it('refuses rows that are empty or longer than the context, and ids outside the vocabulary', () => {
    expect(() => model.layout([0])).toThrowError(expect.objectContaining({ code: 'empty-row' }));
    expect(() => model.layout([65])).toThrowError(expect.objectContaining({ code: 'context-exceeded' }));
    const layout = model.layout([1]);
    expect(() => model.embed([[256]], layout)).toThrowError(
      expect.objectContaining({ code: 'token-out-of-range' }),
    );
    layout.dispose();
  });
});
