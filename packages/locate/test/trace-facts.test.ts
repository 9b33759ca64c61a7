import { startEngine } from '@alphaedit/engine/node';
import type { ModelPort } from '@alphaedit/spec';
import { expectNoTensorLeak } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddingDeviation, knownQuestions, traceFact, traceFacts } from '../src/index.js';
import { tinyModel } from './tiny-model.js';

let model: ModelPort;
beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
  model = await tinyModel();
});
afterAll(() => model.dispose());

const questions = ['Rome', 'Oslo', 'Bern'].map((subject) => ({ subject, prompt: 'In {} now' }));

it('traces the first known facts, each as it is alone, and averages them', async () => {
  const wrong = { subject: 'Ulm', prompt: 'In {} now', answer: 'nothing like it' };
  const asked = [wrong, ...questions];
  const outcome = await expectNoTensorLeak(() => traceFacts(model, asked, { limit: 2, samples: 2 }));
  expect(outcome.traces.map(({ question }) => question.subject)).toEqual(['Rome', 'Oslo']);
  expect(outcome).toMatchObject({ asked: 3, known: 2, warnings: [{ code: 'few-facts' }] });
  const { corruption } = outcome;
  expect(await traceFact(model, questions[0]!, { corruption, samples: 2 })).toEqual(outcome.traces[0]);
  // "In Rome now": the subject's last token is the one before " now".
  const last = outcome.traces[0]!.subject.end - 1;
  const values = outcome.traces.map(({ effects }) => effects.mlp![1]![last]!);
  const { mean, n } = outcome.average.effects.mlp!.subjectLast![1]!;
  expect(mean).toBeCloseTo((values[0]! + values[1]!) / 2, 12);
  expect(n).toBe(2);
});

it('says so where the model knows none of the facts', async () => {
  const unknown = questions.map((question) => ({ ...question, answer: 'nothing like it' }));
  expect(await knownQuestions(model, unknown)).toEqual([false, false, false]);
  await expect(traceFacts(model, unknown)).rejects.toMatchObject({ code: 'no-known-facts' });
});

it('puts other subjects in place, never the own one', async () => {
  const others = questions.map(({ subject }) => subject);
  const corruption = { kind: 'subjects', others } as const;
  const { traces } = await traceFacts(model, questions, { corruption, samples: 3 });
  for (const { totalEffect } of traces) expect(totalEffect).not.toBe(0);
});

it('measures the deviation of the embeddings over the tokens of the subjects', async () => {
  const { value, over, tokens } = await embeddingDeviation(model, ['ab', 'c']);
  const rows = tf.tidy(() => [
    ...model.embedTokens!([...'abc'].flatMap((c) => model.tokenizer.encode(c))).dataSync(),
  ]);
  const average = rows.reduce((sum, x) => sum + x, 0) / rows.length;
  const variance = rows.reduce((sum, x) => sum + (x - average) ** 2, 0) / (rows.length - 1);
  expect(value).toBeCloseTo(Math.sqrt(variance), 6);
  expect([over, tokens]).toEqual(['subjects', 3]);
  expect((await embeddingDeviation(model)).over).toBe('vocabulary');
});
