import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, expect, it } from 'vitest';
import { runJson } from './run-cli.js';

const at = temporaryFolder();
const [model, facts, run] = [at('model'), at('facts.jsonl'), at('run')];
const pack = join(at('out'), 'edit-pack.safetensors');
const wasm = ['--engine', 'wasm'];

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(facts, tinyFacts(3));
  await writeFile(at('text.txt'), tinyText(40));
  const covariance = ['covariance', model, '--text', at('text.txt'), '--layers', '0', '--out', at('stats')];
  await runJson([...covariance, ...wasm]);
  const edit = ['edit', model, '--facts', facts, '--stats', at('stats'), '--layers', '0', '--out', run];
  await runJson([...edit, '--set', 'zSteps=3', '--batch', '2', ...wasm]);
});

it('writes a run as one file that does what the run does', async () => {
  const exported = await runJson(['export', run, '--format', 'pack', '--out', at('out')]);
  expect(exported).toMatchObject({ run, format: 'pack', file: pack, facts: 3 });
  const predict = (...edits: string[]) =>
    runJson<{ prompts: object[] }>(['predict', model, '--prompt', 'Ada', '--target', 'x', ...edits, ...wasm]);
  const [plain, byRun, byPack] = [
    await predict(),
    await predict('--edits', run),
    await predict('--edits', pack),
  ];
  expect(byPack.prompts).toEqual(byRun.prompts);
  expect(byPack.prompts).not.toEqual(plain.prompts);
});

it('refuses what is no pack', async () => {
  const other = at('other.safetensors');
  await copyFile(join(model, 'model.safetensors'), other);
  const error = await runJson(['predict', model, '--prompt', 'Ada', '--edits', other, ...wasm], 2);
  expect(error).toMatchObject({ error: { code: 'not-an-edit-pack' } });
});
