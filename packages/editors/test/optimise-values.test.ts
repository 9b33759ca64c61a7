import type { Fact, ModelPort, OptimisedValues } from '@alphaedit/spec';
import { describeEachEngine, expectNoTensorLeak, relativeDistance } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkedFact } from '../src/subjects/checked-fact.js';
import { Adam } from '../src/values/adam.js';
import { optimiseValues } from '../src/values/optimise-values.js';
import { facts, settings, templates, tinyModel } from './tiny.js';

/** Float32 gradients, twelve Adam steps; Adam turns a rounding of a tiny gradient into a visible step. */
const OPTIMISER_TOLERANCE = 1e-3;

await describeEachEngine('optimiseValues', () => {
  let model: ModelPort;
  beforeAll(async () => {
    model = await tinyModel();
  });
  afterAll(() => model.dispose());
  const ready = facts.map(checkedFact);

  it('equals the loss stepped through the whole model, fact by fact, as the published code does it', async () => {
    const { z } = await expectNoTensorLeak(() =>
      optimiseValues({ model, facts: ready, settings, templates }),
    );
    const width = model.info.hiddenSize;
    for (const [f, fact] of ready.entries()) {
      const expected = straightforward(model, fact);
      expect(relativeDistance(z.data.subarray(f * width, (f + 1) * width), expected)).toBeLessThan(
        OPTIMISER_TOLERANCE,
      );
    }
  });

  it('gives a fact the same value alone and among others that converge earlier', async () => {
    const decided = await tinyModel(12);
    // One token right after the subject is within this model's reach, the longer targets are not.
    const easyFact = { target: '\n', prompt: 'Home of {}' };
    const mixed = ready.map((fact, f) => (f === 1 ? { ...fact, ...easyFact } : fact));
    const easy = { ...settings, zSteps: 60, clampNormFactor: 50, zWeightDecay: 0, klFactor: 0 };
    const together = await optimiseValues({ model: decided, facts: mixed, settings: easy, templates });
    expect(
      new Set(together.outcomes.map(({ steps }) => steps)).size,
      'facts that stop at different steps',
    ).toBeGreaterThan(1);
    const width = model.info.hiddenSize;
    for (const [f, fact] of mixed.entries()) {
      const alone = await optimiseValues({ model: decided, facts: [fact], settings: easy, templates });
      expect(alone.outcomes[0]!.steps).toBe(together.outcomes[f]!.steps);
      expect(
        relativeDistance(alone.z.data, together.z.data.subarray(f * width, (f + 1) * width)),
      ).toBeLessThan(OPTIMISER_TOLERANCE);
    }
    decided.dispose();
  });

  it('keeps ‖delta‖ within the clamp', async () => {
    const limit = 0.02;
    const width = model.info.hiddenSize;
    // One step makes no update: z is h₀.
    const [start, free, clamped] = await Promise.all(
      [{ zSteps: 1 }, {}, { clampNormFactor: limit }].map((change) =>
        optimiseValues({ model, facts: ready, settings: { ...settings, ...change }, templates }),
      ),
    );
    const moved = ({ z }: OptimisedValues, f: number) => {
      const row = (m: OptimisedValues) => m.z.data.subarray(f * width, (f + 1) * width);
      return relativeDistance(row({ z, outcomes: [] }), row(start!));
    };
    for (const f of ready.keys()) {
      expect(moved(clamped!, f)).toBeLessThan(limit * (1 + OPTIMISER_TOLERANCE));
      expect(moved(free!, f)).toBeGreaterThan(limit);
    }
  });

  it('tells the loss of every step', async () => {
    const steps: Readonly<Record<string, number>>[] = [];
    // With room to move: a random model gains little within the clamp, and Adam's first steps overshoot.
    const roomy = { ...settings, zSteps: 20, clampNormFactor: 50, zWeightDecay: 0 };
    const { outcomes } = await optimiseValues({
      model,
      facts: ready.slice(0, 1),
      settings: roomy,
      templates,
      onProgress: ({ figures }) => figures && steps.push(figures),
    });
    expect(steps.map(({ step }) => step)).toEqual(
      Array.from({ length: outcomes[0]!.steps }, (_, i) => i + 1),
    );
    expect(steps.at(-1)).toMatchObject({ loss: outcomes[0]!.loss, steps: roomy.zSteps });
    expect(steps.at(-1)!.loss).toBeLessThan(steps[0]!.loss!);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    await expectNoTensorLeak(() =>
      expect(optimiseValues({ model, facts: ready, settings, templates, signal })).rejects.toMatchObject({
        code: 'aborted',
      }),
    );
  });
});

/** The published loop: every row in full, one fact at a time, nothing reused. */
function straightforward(model: ModelPort, fact: Fact): Float64Array {
  const { tokenizer, info } = model;
  const layer = settings.layers.at(-1)!;
  const target = tokenizer.encode(fact.target, { specialTokens: false });
  const prompts = [
    ...templates.map((t) => t.replace('{}', fact.prompt) + tokenizer.decode(target.slice(0, -1))),
    '{} is a',
  ];
  const rows = prompts.map((p) => tokenizer.encode(p.replace('{}', fact.subject)));
  const lookups = prompts.map((p) => tokenizer.encode(p.slice(0, p.indexOf('{}')) + fact.subject).length - 1);
  const layout = model.layout(rows.map((row) => row.length));
  const { length } = layout;
  const here = new Float32Array(rows.length * length);
  for (const [r, lookup] of lookups.entries()) here[r * length + lookup] = 1;
  const mask = tf.tensor3d(here, [rows.length, length, 1]);
  const run = (delta?: tf.Tensor) =>
    model.forward(model.embed(rows, layout), {
      layout,
      taps: [
        {
          site: 'block',
          block: layer,
          tap: (value) => (delta ? tf.add<tf.Tensor3D>(value, tf.mul(mask, delta)) : undefined),
        },
      ],
    });
  const logProbabilities = (hidden: tf.Tensor3D) =>
    tf.logSoftmax(model.logits(tf.reshape(hidden, [-1, info.hiddenSize]) as tf.Tensor2D));
  const essence = (rows.length - 1) * length + lookups.at(-1)!;
  const initial = tf.tidy(() => tf.slice(logProbabilities(run()), [essence, 0], [1, -1]));
  const atLookup = tf.tidy(() => {
    const before = model.forward(model.embed(rows, layout), { layout, to: layer + 1 });
    return tf.slice(before, [0, lookups[0]!, 0], [1, 1, -1]);
  });
  const h0 = Float64Array.from(atLookup.dataSync());
  const h0Size = Math.hypot(...h0);
  const loss = (delta: tf.Tensor) => {
    const logs = logProbabilities(run(delta));
    let nll: tf.Tensor = tf.scalar(0);
    for (const [r, row] of rows.slice(0, -1).entries()) {
      for (const [j, token] of target.entries()) {
        const at = r * length + row.length - target.length + j;
        nll = tf.sub(nll, tf.div(tf.slice(logs, [at, token], [1, 1]), target.length * templates.length));
      }
    }
    const now = tf.slice(logs, [essence, 0], [1, -1]);
    return tf.add(
      tf.sum(nll),
      tf.mul(tf.sum(tf.mul(tf.exp(now), tf.sub(now, initial))), settings.klFactor),
    ) as tf.Scalar;
  };
  const delta = new Float64Array(info.hiddenSize);
  const adam = new Adam(info.hiddenSize, settings.zLearningRate);
  for (let step = 0; step < settings.zSteps; step++) {
    const { value, grad } = tf.tidy(() => {
      const { value, grad } = tf.valueAndGrad(loss)(tf.tensor1d(Float32Array.from(delta)));
      return { value: value.dataSync()[0]!, grad: grad.dataSync() };
    });
    const size = Math.hypot(...delta);
    const decay = settings.zWeightDecay / h0Size ** 2;
    if (value + decay * size < 0.05 || step === settings.zSteps - 1) break;
    adam.step(
      delta,
      Array.from(grad, (g, i) => g + (size > 0 ? (decay * delta[i]!) / size : 0)),
    );
    const limit = settings.clampNormFactor * h0Size;
    const now = Math.hypot(...delta);
    if (now > limit) for (let i = 0; i < delta.length; i++) delta[i]! *= limit / now;
  }
  tf.dispose([mask, initial, atLookup]);
  layout.dispose();
  return h0.map((value, i) => value + delta[i]!);
}
