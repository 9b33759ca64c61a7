import { startEngine } from '@alphaedit/engine/node';
import type { ModelPort } from '@alphaedit/spec';
import { expectNoTensorLeak } from '@alphaedit/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextTemplates, generate } from '../src/index.js';
import { tinyModel } from './tiny-model.js';

let model: ModelPort;
beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
  model = await tinyModel();
});
afterAll(() => model.dispose());
const prompts = [
  [5, 9, 77],
  [12, 3, 8, 8],
];

it('samples the same text for a seed, other text for another', async () => {
  const sample = (seed: number) => generate(model, prompts, { maxNewTokens: 12, topK: 50, seed });
  const first = await expectNoTensorLeak(() => sample(1));
  expect(await sample(1)).toEqual(first);
  expect(await sample(2)).not.toEqual(first);
});

it('samples only among the k likeliest', async () => {
  const greedy = await generate(model, prompts, { maxNewTokens: 1 });
  const seen = new Set<number>();
  for (let seed = 0; seed < 30; seed++) {
    const [ids] = await generate(model, prompts.slice(0, 1), { maxNewTokens: 1, topK: 3, seed });
    seen.add(ids![0]!);
  }
  expect(seen.size).toBe(3);
  expect(seen).toContain(greedy[0]![0]);
});

it('ends a continuation at the end of the context and refuses a prompt past it', async () => {
  const { contextLength } = model.info;
  const nearly = Array.from({ length: contextLength - 2 }, (_, i) => i % 200);
  const [long, short] = await generate(model, [nearly, [5]], { maxNewTokens: 6 });
  expect(long).toHaveLength(2);
  expect(short).toHaveLength(6);
  const past = [...nearly, 1, 2, 3];
  await expect(generate(model, [past], { maxNewTokens: 1 })).rejects.toMatchObject({
    code: 'context-exceeded',
  });
});

it('hears an abort between two tokens', async () => {
  const controller = new AbortController();
  const work = generate(model, prompts, {
    maxNewTokens: 50,
    signal: controller.signal,
    onProgress: ({ done }) => {
      if (done === 2) setTimeout(() => controller.abort());
    },
  });
  await expectNoTensorLeak(() =>
    expect(work).rejects.toMatchObject({ code: 'aborted', kind: 'interrupted' }),
  );
});

it('makes the plain template and five contexts with one place each', async () => {
  const templates = await contextTemplates(model, { seed: 3 });
  expect(templates).toHaveLength(6);
  expect(templates[0]).toBe('{}');
  for (const template of templates.slice(1)) expect(template).toMatch(/^[^{}]+\. \{\}$/s);
  expect(await contextTemplates(model, { seed: 3 })).toEqual(templates);
  expect(await contextTemplates(model, { seed: 4 })).not.toEqual(templates);
});
