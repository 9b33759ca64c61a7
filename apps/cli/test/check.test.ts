import { readFile, writeFile } from 'node:fs/promises';
import { temporaryFolder, tinyFacts, writeTinyModel } from '@alphaedit/testing';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { fieldsNeverSeen } from './documented.js';
import { failureHere, runJsonHere } from './run-here.js';

const at = temporaryFolder();
const model = at('model');
const check = (...more: string[]) => runJsonHere(['check', model, '--engine', 'wasm', ...more]);

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(at('facts.jsonl'), tinyFacts(2));
});
afterEach(() => {
  process.exitCode = undefined;
});

it('ends with exit code 1 where a fact fails, and writes every fact as a JUnit test', async () => {
  const junit = at('deep/junit.xml');
  const found = await check('--facts', at('facts.jsonl'), '--junit', junit);
  expect(found).toMatchObject({ ok: false, holding: { mean: 0, n: 2 }, form: 'both', minShare: 1, junit });
  expect(process.exitCode).toBe(1);
  const xml = await readFile(junit, 'utf8');
  expect(xml).toContain('<testsuite name="alphaedit check" tests="2" failures="2"');
  expect(xml).toContain('name="#2 Ann1 likes → tea"');
});

it('ends with exit code 0 where as many hold as have to', async () => {
  const found = await check('--facts', at('facts.jsonl'), '--min-share', '0', '--form', 'generated');
  expect(found).toMatchObject({ ok: true, form: 'generated', minShare: 0 });
  expect(process.exitCode).toBeUndefined();
});

it('refuses facts that cannot be asked, all of them, before a model is loaded', async () => {
  const [one, other] = [
    { subject: 'Ann', prompt: '{} likes', target: 'tea' },
    { subject: 'Bob', prompt: 'Eve likes', target: 'tea' },
  ];
  await writeFile(at('bad.jsonl'), [one, other, other].map((fact) => `${JSON.stringify(fact)}\n`).join(''));
  const failed = await failureHere(['check', model, '--engine', 'none-such', '--facts', at('bad.jsonl')]);
  expect(failed).toMatchObject({ code: 'facts-broken', exitCode: 2 });
  expect(
    await failureHere(['check', model, '--facts', at('facts.jsonl'), '--min-share', '95']),
  ).toMatchObject({
    code: 'usage',
  });
});

it.each([
  ['check', '--facts'],
  ['eval', '--facts'],
  ['predict', '--prompt'],
  ['generate', '--prompt'],
])('%s tells of edits that are not there before a model is loaded', async (command, option) => {
  // An engine that there is none of would be told first, were one started.
  const args = [command, model, '--engine', 'none-such', option, at('facts.jsonl'), '--edits', at('nowhere')];
  expect(await failureHere(args)).toMatchObject({ code: 'no-run', exitCode: 2 });
});

it('prints every field that is documented', async () => {
  const named = { id: 'a', subject: 'Ann', prompt: '{} likes', target: 'tea', truth: 'oil' };
  await writeFile(at('named.jsonl'), JSON.stringify(named));
  await check('--facts', at('named.jsonl'), '--junit', at('junit.xml'));
  // Edits are applied as in every other command.
  expect(fieldsNeverSeen('check').filter((field) => field !== '0.edits')).toEqual([]);
});
