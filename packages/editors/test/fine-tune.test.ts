import type { EditorSettings, Fact, ModelPort } from '@alphaedit/spec';
import { describeEachEngine, expectNoTensorLeak, relativeDistance } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyDelta, editorById, planEdit, undoDelta } from '../src/index.js';
import { checkedFact } from '../src/subjects/checked-fact.js';
import { type Dense, rowsOf, times } from './dense.js';
import { projector } from './dense-editor.js';
import { facts, secondMoment, settings, tinyModel, tinyRequest } from './tiny.js';

/** Float32 gradients on both sides; Adam turns a rounding of a tiny gradient into a visible step. */
const TUNING_TOLERANCE = 5e-3;

const layer = settings.layers.at(-1)!;
const ready = facts.map(checkedFact);

await describeEachEngine('ft', () => {
  let model: ModelPort;
  beforeAll(async () => {
    model = await tinyModel();
  });
  afterAll(() => model.dispose());

  it.each<[string, string, EditorSettings, Partial<PlainTuning>]>([
    ['FT-M', 'ft', {}, {}],
    ['FT-L', 'ft', { compat: 'official' }, { atPromptEnd: true }],
    ['FT with its entries bounded', 'ft', { normConstraint: 0.015 }, { bound: 0.015 }],
    ['FT in the null space', 'ft+nullspace', {}, { P: projector(rowsOf(secondMoment(64, layer)), 0.9) }],
  ])('%s equals Adam on the whole weight through the whole model', async (_, id, own, plain) => {
    const editorSettings = { steps: 6, learningRate: 0.01, ...own };
    const request = await tinyRequest(model, { editorSettings });
    const plan = await expectNoTensorLeak(() => planEdit(editorById(id), request));
    const [delta] = plan.deltas;
    if (delta?.kind !== 'dense') throw new Error('a dense change was expected');
    const expected = plainTuning(model, ready, { steps: 6, learningRate: 0.01, ...plain });
    expect(relativeDistance(delta.value.data, expected.flat())).toBeLessThan(TUNING_TOLERANCE);
    if (plain.bound) {
      const most = Math.max(...delta.value.data.map(Math.abs));
      expect(most).toBeLessThanOrEqual(plain.bound * (1 + 1e-6));
      expect(most).toBeGreaterThan(0.9 * plain.bound);
    }
  });

  it('makes the targets likely, tells how likely, and is undone bit for bit', async () => {
    const before = await model.readWeight(model.info.editable[layer]!.name);
    const request = await tinyRequest(model, { editorSettings: { steps: 60, learningRate: 0.02 } });
    const start = await planEdit(editorById('ft'), {
      ...request,
      editorSettings: { steps: 1, learningRate: 1e-12 },
    });
    const plan = await planEdit(editorById('ft'), request);
    for (const [f, { targetProbability }] of plan.diagnostics.values.entries()) {
      expect(targetProbability).toBeGreaterThan(2 * start.diagnostics.values[f]!.targetProbability);
    }
    const applied = await applyDelta(model, plan.deltas);
    const again = await planEdit(editorById('ft'), {
      ...request,
      editorSettings: { steps: 1, learningRate: 1e-12 },
    });
    for (const [f, { targetProbability }] of again.diagnostics.values.entries()) {
      expect(targetProbability).toBeCloseTo(plan.diagnostics.values[f]!.targetProbability, 4);
    }
    await undoDelta(model, applied);
    expect(await model.readWeight(model.info.editable[layer]!.name)).toEqual(before);
  });

  it('stops when it is told to, and when the loss is no number', async () => {
    const signal = AbortSignal.abort();
    await expectNoTensorLeak(async () => {
      const request = await tinyRequest(model, { signal });
      await expect(planEdit(editorById('ft'), request)).rejects.toMatchObject({ code: 'aborted' });
    });
    await expectNoTensorLeak(async () => {
      const request = await tinyRequest(model, { editorSettings: { learningRate: 1e38 } });
      await expect(planEdit(editorById('ft'), request)).rejects.toMatchObject({ code: 'tuning-diverged' });
    });
  });
});

interface PlainTuning {
  readonly steps: number;
  readonly learningRate: number;
  readonly atPromptEnd?: boolean;
  readonly bound?: number;
  readonly P?: Dense;
}

/** Δ [dOut, dIn]: every fact through the whole model, the change put in at the MLP's output. */
function plainTuning(model: ModelPort, all: readonly Fact[], options: PlainTuning): Dense {
  const { dIn, dOut } = model.info.editable[layer]!;
  const { steps, learningRate, atPromptEnd, bound, P } = options;
  const loss = (delta: tf.Tensor): tf.Scalar => {
    let sum: tf.Tensor = tf.scalar(0);
    for (const { prompt, subject, target } of all) {
      const tokens = model.tokenizer.encode(target, { specialTokens: false });
      const end = model.tokenizer.decode(tokens.slice(0, -1));
      const ids = model.tokenizer.encode(prompt.replace('{}', subject) + end);
      const layout = model.layout([ids.length]);
      let key: tf.Tensor | undefined;
      const hidden = model.forward(model.embed([ids], layout), {
        layout,
        taps: [
          {
            site: 'mlpKey',
            block: layer,
            tap: (value) => {
              key = tf.keep(value.clone());
            },
          },
          {
            site: 'mlp',
            block: layer,
            tap: (value) => {
              const change = tf.matMul(tf.reshape(key!, [-1, dIn]), delta as tf.Tensor2D, false, true);
              return tf.add<tf.Tensor3D>(value, tf.reshape(change, value.shape));
            },
          },
        ],
      });
      const logs = tf.logSoftmax(
        model.logits(tf.reshape(hidden, [-1, model.info.hiddenSize]) as tf.Tensor2D),
      );
      for (const [j, token] of tokens.entries()) {
        const at = ids.length - tokens.length + (atPromptEnd ? 0 : j);
        sum = tf.sub(sum, tf.div(tf.sum(tf.slice(logs, [at, token], [1, 1])), tokens.length * all.length));
      }
      kept.push(key!, layout.mask);
    }
    return sum as tf.Scalar;
  };
  const kept: tf.Tensor[] = [];
  let x: number[] = new Array(dOut * dIn).fill(0);
  const m = x.slice();
  const v = x.slice();
  for (let step = 1; step <= steps; step++) {
    const g = tf.tidy(() =>
      Array.from(
        tf
          .grad(loss)(tf.tensor2d(x, [dOut, dIn]))
          .dataSync(),
      ),
    );
    tf.dispose(kept.splice(0));
    x = x.map((value, i) => {
      m[i] = 0.9 * m[i]! + 0.1 * g[i]!;
      v[i] = 0.999 * v[i]! + 0.001 * g[i]! ** 2;
      const size = Math.sqrt(v[i]! / (1 - 0.999 ** step)) + 1e-8;
      const next = value - (learningRate * m[i]!) / (1 - 0.9 ** step) / size;
      return bound === undefined ? next : Math.max(-bound, Math.min(bound, next));
    });
    if (P) x = times(rowsOf({ rows: dOut, cols: dIn, data: x }), P).flat();
  }
  return rowsOf({ rows: dOut, cols: dIn, data: x });
}
