import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, runJson } from './run-cli.js';

const at = temporaryFolder();
const [model, facts, text] = [at('model'), at('facts.jsonl'), at('text.txt')];
const covariance = (out: string) => [
  'covariance',
  model,
  '--text',
  text,
  '--layers',
  '0,1',
  '--out',
  out,
  '--engine',
  'wasm',
];
const edit = (out: string, editor: string) =>
  ['edit', model, '--facts', facts, '--stats', at('stats'), '--layers', '0,1', '--out', out].concat([
    '--batch',
    '1',
    '--set',
    'zSteps=3',
    '--editor',
    editor,
    '--engine',
    'wasm',
  ]);

/** Bytes of the tensors in a folder, by name. */
async function tensors(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.safetensors'));
  const files = names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')]);
  return Object.fromEntries(await Promise.all(files));
}

const partial = async (folder: string) =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.tmp'));

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(facts, tinyFacts(14));
  await writeFile(text, tinyText(3000));
  await runJson(covariance(at('stats')));
});

describe('an interrupted covariance', () => {
  it('ends with 130, keeps its sums, and resumes to the same bits', async () => {
    const out = at('stopped-stats');
    const interrupt = { signal: 'SIGINT', when: () => existsSync(out) } as const;
    const error = await runJson(covariance(out), 130, { interrupt });
    expect(error).toMatchObject({ error: { code: 'aborted' } });
    expect(await readdir(out)).toEqual([expect.stringMatching(/^checkpoint\.[0-9a-f]{8}\.safetensors$/)]);
    await runJson(covariance(out));
    expect(await tensors(out)).toEqual(await tensors(at('stats')));
  });
});

describe.each([
  ['alphaedit', 'SIGINT', 130],
  ['memit', 'SIGTERM', 143],
  ['memit', 'SIGHUP', 129],
  ['alphaedit', 'SIGKILL', null],
] as const)('%s stopped by %s', (editor, signal, exitCode) => {
  const out = at(`stopped-${editor}-${signal}`);
  const whole = at(`whole-${editor}-${signal}`);

  it('keeps its whole batches and continues to the same bits', async () => {
    const second = join(out, 'batches', '0002.json');
    const interrupt = { signal, when: () => existsSync(second) } as const;
    const stopped = await runCli(edit(out, editor), { interrupt });
    expect(stopped).toMatchObject({ exitCode, stdout: '' });
    const kept = (await readdir(join(out, 'batches'))).filter((name) => name.endsWith('.json')).length;
    expect(kept).toBeGreaterThanOrEqual(2);
    expect(kept).toBeLessThan(14);
    if (signal !== 'SIGKILL') expect(await partial(out)).toEqual([]);

    const continued = await runJson<{ resumed: number; batches: object[] }>(edit(out, editor));
    expect(continued.resumed).toBe(kept);
    expect(continued.batches).toHaveLength(14);
    await runJson(edit(whole, editor));
    expect(await tensors(out)).toEqual(await tensors(whole));
    expect(await partial(out)).toEqual([]);
  });
});
