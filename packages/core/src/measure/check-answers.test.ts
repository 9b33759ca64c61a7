import { fileURLToPath } from 'node:url';
import { readFactsFile } from '@alphaedit/eval/node';
import { type Fact, SettingsError } from '@alphaedit/spec';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenedModel, openModel } from '../node/model/open-model.js';
import { checkAnswers } from './check-answers.js';
import { factAnswers } from './fact-answers.js';

// The model that ships says what its facts had for an answer before they are edited.
const demo = fileURLToPath(new URL('../../../../models/demo', import.meta.url));
let model: OpenedModel;
let held: Fact[];

beforeAll(async () => {
  model = await openModel(demo, { engine: 'wasm' });
  const { facts } = await readFactsFile(`${demo}/facts.jsonl`, { limit: 3 });
  held = facts.map(({ subject, prompt, truth }) => ({ subject, prompt, target: truth! }));
});
afterAll(() => model.dispose());

it('tells facts that hold from those that do not, and holds the share against what is asked for', async () => {
  const facts = [...held, { ...held[0]!, target: 'no such words' }];
  const check = await checkAnswers(model.port, facts);
  expect(check.answers.map(({ number, holds }) => [number, holds])).toEqual([
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ]);
  expect(check).toMatchObject({ ok: false, holding: { mean: 0.75, n: 4 }, plain: { mean: 0.75 } });
  expect(check).toMatchObject({ generated: { mean: 0.75 } });
  expect((await checkAnswers(model.port, facts, { minShare: 0.75 })).ok).toBe(true);
});

it('takes an answer under any of its names', async () => {
  const [fact] = held;
  const other: Fact = { ...fact!, target: 'no such words', targetAliases: [fact!.target] };
  expect((await checkAnswers(model.port, [other])).ok).toBe(true);
  const [answer] = await factAnswers(model.port, [other]);
  expect(answer).toMatchObject({ says: true, exact: true });
});

it('answers a fact the same whatever facts are asked with it', async () => {
  const long = { ...held[1]!, target: 'one target of a good many words in a row' };
  const [alone] = await factAnswers(model.port, [held[0]!]);
  const [among] = await factAnswers(model.port, [held[0]!, long]);
  expect(among!.said).toBe(alone!.said);
});

it('asks more facts than it holds in memory, in their order', async () => {
  const facts = Array.from({ length: 1001 }, (_, i) => held[i % 3]!);
  const done: number[] = [];
  const answers = await factAnswers(model.port, facts, { onProgress: (report) => done.push(report.done) });
  const three = await factAnswers(model.port, held);
  expect(answers.map(({ said, says }) => [said, says])).toEqual(
    facts.map((_, i) => [three[i % 3]!.said, three[i % 3]!.says]),
  );
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.at(-1)).toBe(1001);
});

it('asks for the form that is wanted', async () => {
  // As tokens it is not the likeliest answer; in what is written it is there.
  const shouted = { ...held[0]!, target: held[0]!.target.toUpperCase() };
  const [both, plain, generated] = await Promise.all(
    (['both', 'plain', 'generated'] as const).map((form) => checkAnswers(model.port, [shouted], { form })),
  );
  expect([both!.ok, plain!.ok, generated!.ok]).toEqual([false, false, true]);
});

it('refuses a share that is none before it asks', async () => {
  const wrong = checkAnswers(model.port, held, { minShare: 95 });
  await expect(wrong).rejects.toBeInstanceOf(SettingsError);
  await expect(wrong).rejects.toMatchObject({ code: 'setting-out-of-range' });
});
