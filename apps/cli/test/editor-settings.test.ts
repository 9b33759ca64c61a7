import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { runJson } from './run-cli.js';

const at = temporaryFolder();
const model = at('model');
beforeAll(async () => {
  await writeTinyModel(model);
  const facts = [
    { subject: 'Ada', prompt: '{} was born in', target: 'Rome' },
    { subject: 'Bel', prompt: 'The home of {} is', target: 'Oslo' },
  ];
  await writeFile(at('facts.jsonl'), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
  await writeFile(
    at('settings.json'),
    JSON.stringify({ editors: { ft: { steps: 3 }, rect: { share: 0.3 } } }),
  );
});

const edit = (...rest: string[]) =>
  ['edit', model, '--facts', at('facts.jsonl'), '--batch', '1', '--engine', 'wasm'].concat(rest);

describe('settings an editor has of its own', () => {
  it('come from the file and from --set, and are kept with the run', async () => {
    const args = edit('--editor', 'ft', '--settings', at('settings.json'), '--set', 'learningRate=0.01');
    const document = await runJson<{ settings: object; batches: object[] }>([...args, '--out', at('run')]);
    const own = { steps: 3, learningRate: 0.01, normConstraint: 0, compat: 'corrected' };
    expect(document).toMatchObject({ editor: 'ft', settings: own, batches: [{ facts: 1 }, { facts: 1 }] });
    const manifest = JSON.parse(readFileSync(at('run', 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ editor: 'ft', settings: own, statistics: null });

    const again = await runJson([...args, '--out', at('run')]);
    expect(again).toMatchObject({ resumed: 2 });
    const other = await runJson<{ error: { code: string; data: object } }>(
      [...args, '--out', at('run'), '--set', 'steps=4'],
      2,
    );
    expect(other.error).toMatchObject({
      code: 'run-of-other-inputs',
      data: { differences: [expect.stringContaining('settings.steps')] },
    });
  });

  it.each([
    ['share=0.3', 'unknown-setting'],
    ['steps=0', 'setting-out-of-range'],
    ['compat=published', 'setting-out-of-range'],
  ])('refuse %s', async (set, code) => {
    const { error } = await runJson<{ error: { code: string; hint: string } }>(
      edit('--editor', 'ft', '--set', set, '--out', at('refused')),
      2,
    );
    expect(error.code).toBe(code);
    if (code === 'unknown-setting')
      expect(error.hint).toContain('steps, learningRate, normConstraint, compat');
  });
});
