import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, expect, it } from 'vitest';
import { runJson } from './run-cli.js';
import { runJsonHere } from './run-here.js';

const at = temporaryFolder();
const [model, facts, run] = [at('model'), at('facts.jsonl'), at('run')];
const pack = join(at('out'), 'edit-pack.safetensors');
const wasm = ['--engine', 'wasm'];

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(facts, tinyFacts(3));
  await writeFile(at('text.txt'), tinyText(40));
  const covariance = ['covariance', model, '--text', at('text.txt'), '--layers', '0', '--out', at('stats')];
  await runJsonHere([...covariance, ...wasm]);
  const edit = ['edit', model, '--facts', facts, '--stats', at('stats'), '--layers', '0', '--out', run];
  await runJsonHere([...edit, '--set', 'zSteps=3', '--batch', '2', ...wasm]);
});

it('writes a run as one file that does what the run does', async () => {
  const exported = await runJsonHere(['export', run, '--format', 'pack', '--out', at('out')]);
  expect(exported).toMatchObject({ run, format: 'pack', file: pack, facts: 3, withFacts: false });
  const predict = (...edits: string[]) =>
    runJsonHere<{ prompts: object[] }>([
      'predict',
      model,
      '--prompt',
      'Ada',
      '--target',
      'x',
      ...edits,
      ...wasm,
    ]);
  const [plain, byRun, byPack] = [
    await predict(),
    await predict('--edits', run),
    await predict('--edits', pack),
  ];
  expect(byPack.prompts).toEqual(byRun.prompts);
  expect(byPack.prompts).not.toEqual(plain.prompts);
});

it('lists, measures and passes on a pack that holds no facts', async () => {
  const listed = await runJsonHere(['list', pack]);
  expect(listed).toMatchObject({ holdsFacts: false, applied: 3, facts: [] });
  const measure = ['eval', model, '--edits', pack, ...wasm];
  const missing = { error: { code: 'facts-missing', hint: expect.stringContaining('--facts') } };
  expect(await runJson(measure, 2)).toMatchObject(missing);
  expect(await runJsonHere([...measure, '--facts', facts])).toMatchObject({ facts: 3 });
  const again = ['export', pack, '--format', 'safetensors', '--model', model, '--out', at('again')];
  expect(await runJson([...again, '--with-facts'], 2)).toMatchObject({ error: { code: 'facts-missing' } });
  expect(await runJsonHere(again)).toMatchObject({ facts: 3, withFacts: false });
});

it('puts the facts in where they are asked for', async () => {
  const told = await runJsonHere(['export', run, '--with-facts', '--out', at('told')]);
  expect(told).toMatchObject({ withFacts: true });
  const listed = await runJsonHere(['list', at('told')]);
  expect(listed).toMatchObject({
    holdsFacts: true,
    facts: [{ number: 1, subject: 'Ann0', truth: 'oil' }, {}, {}],
  });
});

it('refuses an option that the format does not have', async () => {
  const error = await runJson(['export', run, '--dtype', 'float32', '--out', at('none')], 2);
  expect(error).toMatchObject({ error: { code: 'options-conflict' } });
});

it('refuses what is no pack', async () => {
  const other = at('other.safetensors');
  await copyFile(join(model, 'model.safetensors'), other);
  const error = await runJson(['predict', model, '--prompt', 'Ada', '--edits', other, ...wasm], 2);
  expect(error).toMatchObject({ error: { code: 'not-an-edit-pack' } });
});
