// Facts from several files, from the command line, and from standard input.

import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { temporaryFolder, tinyFacts, writeTinyModel } from '@alphaedit/testing';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { failureHere, runJsonHere } from './run-here.js';

const at = temporaryFolder();
const model = at('model');
const fact = (subject: string) =>
  JSON.stringify({ subject, prompt: '{} likes', target: 'tea', truth: 'oil' });

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(at('facts.jsonl'), tinyFacts(2));
});
afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

it('adds up files, standard input and single facts, in check and eval', async () => {
  const input = () => {
    const get = vi.spyOn(process, 'stdin', 'get');
    get.mockReturnValue(Readable.from([`${fact('Bob')}\n`]) as unknown as typeof process.stdin);
  };
  const given = ['--facts', at('facts.jsonl'), '--facts', '-', '--fact', fact('Eve'), '--fact', fact('Joe')];
  input();
  const checked = await runJsonHere<{ facts: { subject: string }[] }>([
    'check',
    model,
    '--engine',
    'wasm',
    ...given,
  ]);
  expect(checked.facts.map(({ subject }) => subject)).toEqual(['Ann0', 'Ann1', 'Bob', 'Eve', 'Joe']);
  input();
  const evaluated = await runJsonHere([
    ...['eval', model, '--engine', 'wasm', '--tasks', 'efficacy', '--limit', '4'],
    ...given,
  ]);
  expect(evaluated).toMatchObject({ facts: 4 });
});

it('edits a single fact', async () => {
  const settings = ['--editor', 'ft', '--layers', '0', '--set', 'steps=1', '--engine', 'wasm'];
  const out = ['--out', at('run')];
  const edited = await runJsonHere(['edit', model, '--fact', fact('Ann'), ...settings, ...out]);
  expect(edited).toMatchObject({ facts: 1 });
});

it('says what is missing, and what is wrong where', async () => {
  const none = await failureHere(['edit', model, '--out', at('none'), '--editor', 'ft']);
  expect(none).toMatchObject({ code: 'facts-missing', exitCode: 2 });
  expect(none.hint).toContain('--facts');
  const broken = await failureHere(['check', model, '--fact', fact('Ann'), '--fact', '{"subject":']);
  expect(broken.message).toContain('--fact 2');
  const twice = await failureHere(['check', model, '--facts', '-', '--facts', '-']);
  expect(twice).toMatchObject({ code: 'usage' });
});

it('takes a setting once', async () => {
  const twice = ['edit', model, '--facts', at('facts.jsonl'), '--out', at('none'), '--editor', 'ft'];
  const failed = await failureHere([...twice, '--set', 'steps=1', '--set', 'steps=2']);
  expect(failed).toMatchObject({ code: 'settings-invalid', exitCode: 2 });
});
