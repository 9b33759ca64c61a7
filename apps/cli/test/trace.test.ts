import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolveSettings } from '@alphaedit/core/node';
import { temporaryFolder, tinyFacts, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, runJson } from './run-cli.js';

const at = temporaryFolder();
const model = at('model');
const wasm = ['--engine', 'wasm'];

beforeAll(() => writeTinyModel(model));

interface Document {
  tokens: string[];
  subjectTokens: [number, number];
  high: number;
  low: number;
  effects: Record<string, number[][]>;
  recommendedLayers: number[];
  reasoning: string[];
  answer: string;
  cost: { ratio: number };
}

describe('trace', () => {
  it('traces a prompt, and writes data, pictures and settings that edit reads', async () => {
    const out = at('one');
    const args = ['trace', model, '--prompt', 'In Rome now', '--subject', 'Rome', '--samples', '3'];
    const document = await runJson<Document>([...args, '--severed', '--out', out, ...wasm]);
    const { tokens, subjectTokens, effects, high, low } = document;
    expect(tokens.join('')).toBe('In Rome now');
    expect(
      tokens
        .slice(...subjectTokens)
        .join('')
        .trim(),
    ).toBe('Rome');
    expect(high).toBeGreaterThan(0);
    expect(low).toBeGreaterThan(0);
    const kinds = ['hidden', 'mlp', 'attention', 'severedMlp', 'severedAttention'];
    expect(Object.keys(effects)).toEqual(kinds);
    for (const rows of Object.values(effects)) {
      expect(rows).toHaveLength(2);
      for (const row of rows) expect(row).toHaveLength(tokens.length);
    }
    // The last block's output at the last token is all the answer depends on.
    expect(effects.hidden!.at(-1)!.at(-1)).toBeCloseTo(high - low, 5);
    expect(document.recommendedLayers).toEqual([0]);
    expect(document.reasoning.length).toBeGreaterThan(0);
    expect(document.cost.ratio).toBeGreaterThan(1);

    expect(readdirSync(out).sort()).toEqual(
      [
        'attention.svg',
        'hidden.svg',
        'mlp.svg',
        'settings.json',
        'severed-attention.svg',
        'severed-mlp.svg',
        'trace.json',
      ].sort(),
    );
    expect(readFileSync(`${out}/mlp.svg`, 'utf8')).toMatch(/^<svg/);
    const written = JSON.parse(readFileSync(`${out}/trace.json`, 'utf8')) as Document;
    expect(written.tokens).toEqual(tokens);
    const info = { blocks: 2, architecture: 'gpt2', hiddenSize: 16 } as never;
    const settings = await resolveSettings({ info, model, settings: `${out}/settings.json` });
    expect(settings.layers).toEqual([0]);
  });

  it('says so where the model knows none of the facts', async () => {
    const facts = at('facts.jsonl');
    await writeFile(facts, tinyFacts(3));
    const document = await runJson(['trace', model, '--facts', facts, '--samples', '2', ...wasm], 2);
    expect(document).toMatchObject({ error: { code: 'no-known-facts' } });
  });

  it.each([
    [['--prompt', 'In Rome now'], 'trace-needs-question'],
    [[], 'trace-needs-question'],
    [['--prompt', 'In Rome now', '--subject', 'Ulm'], 'subject-not-found'],
    [['--prompt', 'In Rome now', '--subject', 'Rome', '--corrupt', 'subjects'], 'trace-needs-question'],
  ])('refuses %j', async (args, code) => {
    expect(await runJson(['trace', model, ...args, ...wasm], 2)).toMatchObject({ error: { code } });
  });

  it('shades a grid for people', async () => {
    const args = ['trace', model, '--prompt', 'In Rome now', '--subject', 'Rome', '--samples', '1', ...wasm];
    const { exitCode, stdout } = await runCli(args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/In Rome now →/);
    expect(stdout).toMatch(/MLP of 1 block/);
    expect(stdout).toMatch(/Layers to edit: 0/);
  });
});
