import { startEngine } from '@alphaedit/engine/node';
import type { ModelPort } from '@alphaedit/spec';
import { expectNoTensorLeak, relativeDistance } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkedFact } from '../src/subjects/checked-fact.js';
import { statesToRead } from '../src/values/value-loss.js';
import { factRows, prepareValues, selectFacts, type ValueProblem } from '../src/values/value-problem.js';
import { facts, settings, templates, tinyModel } from './tiny.js';

/** Float32, the same rows in a smaller batch. */
const REORDERING_TOLERANCE = 1e-5;

let model: ModelPort;
beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
  model = await tinyModel();
});
afterAll(() => model.dispose());

it('leaves for some of the facts what they are alone, also when those with the longest rows are gone', async () => {
  const rows = facts.map((fact) => factRows(model, checkedFact(fact), templates));
  const length = ({ layout }: ValueProblem) => layout.length;
  const layer = settings.layers.at(-1)!;
  const whole = prepareValues(model, rows, layer);
  const longest = rows.findIndex((_, f) => {
    const alone = prepareValues(model, [rows[f]!], layer);
    const found = length(alone.problem) === length(whole.problem);
    tf.dispose([alone.h0, alone.mlp]);
    alone.problem.dispose();
    return found;
  });
  for (const [f, own] of rows.entries()) {
    await expectNoTensorLeak(() => {
      const selected = selectFacts(model, whole.problem, [f]);
      const alone = prepareValues(model, [own], layer);
      expect(length(selected) < length(whole.problem)).toBe(f !== longest);
      const [a, b] = [selected, alone.problem].map((p) => statesToRead(model, p, settings, undefined).hidden);
      expect(a!.shape).toEqual(b!.shape);
      expect(relativeDistance(a!.dataSync(), b!.dataSync())).toBeLessThan(REORDERING_TOLERANCE);
      tf.dispose([a!, b!, alone.h0, alone.mlp]);
      selected.dispose();
      alone.problem.dispose();
    });
  }
  tf.dispose([whole.h0, whole.mlp]);
  whole.problem.dispose();
});
