import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describeShared, sharedPath, temporaryFolder } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { runCli, runJson } from './run-cli.js';

const at = temporaryFolder();

describe('doctor', () => {
  it('tells engines and machine', async () => {
    const document = await runJson(['doctor', '--engine', 'wasm']);
    expect(document).toMatchObject({ engine: 'wasm', node: process.version });
    expect(document.engines).toContainEqual({ id: 'wasm', available: true });
    for (const name of ['cores', 'memoryBytes']) expect(document[name]).toBeGreaterThan(0);
  });
});

describeShared('the reference GPT-2', 'fixtures/models/gpt2', () => {
  const model = sharedPath('fixtures/models/gpt2');
  const expected = existsSync(model) && JSON.parse(readFileSync(`${model}/expected.json`, 'utf8')).cases[0];
  // Logits are recorded to six decimals.
  const PROBABILITY_TOLERANCE = 1e-5;

  it('inspect reads what it is from its headers', async () => {
    const document = await runJson(['inspect', model]);
    const config = JSON.parse(readFileSync(`${model}/config.json`, 'utf8'));
    expect(document).toMatchObject({
      architecture: 'gpt2',
      blocks: config.n_layer,
      hiddenSize: config.n_embd,
      keySize: config.n_inner ?? 4 * config.n_embd,
      parameters: expect.any(Number),
      dtype: expect.stringMatching(/^(F32|F16|BF16)$/),
      addsBos: false,
    });
    expect(document.editable).toHaveLength(config.n_layer);
  });

  it('predict gives the recorded ids and distribution', async () => {
    const { text, input_ids, logits_last } = expected as {
      text: string;
      input_ids: number[];
      logits_last: number[];
    };
    const args = ['predict', model, '--prompt', text, '--prompt', 'The', '--target', 'a', '--target', ' b'];
    const { prompts } = await runJson<{ prompts: Prompt[] }>([...args, '--top', '3', '--engine', 'wasm']);
    expect(prompts.map(({ prompt }) => prompt)).toEqual([text, 'The']);
    const [{ inputIds, top, targets }] = prompts as [Prompt];
    expect(inputIds).toEqual(input_ids);
    const sum = logits_last.reduce((total, logit) => total + Math.exp(logit), 0);
    const order = [...logits_last.keys()].sort((a, b) => logits_last[b]! - logits_last[a]!);
    expect(top.map(({ id }) => id)).toEqual(order.slice(0, 3));
    for (const { id, probability, token } of top) {
      expect(Math.abs(probability - Math.exp(logits_last[id]!) / sum)).toBeLessThan(PROBABILITY_TOLERANCE);
      expect(token).toEqual(expect.any(String));
    }
    expect(targets).toEqual([
      { target: 'a', nll: expect.any(Number), exactMatch: expect.any(Boolean) },
      { target: ' b', nll: expect.any(Number), exactMatch: expect.any(Boolean) },
    ]);
  });

  it('generate continues greedily as recorded, and by a seed as before', async () => {
    const { text, input_ids, greedy } = expected as { text: string; input_ids: number[]; greedy: number[] };
    const recorded = greedy.slice(input_ids.length);
    const args = [
      'generate',
      model,
      '--engine',
      'wasm',
      '--prompt',
      text,
      '--tokens',
      String(recorded.length),
    ];
    const { ids, text: continuation } = await runJson<{ ids: number[]; text: string }>([...args, '--greedy']);
    expect(ids).toEqual(recorded);
    expect(continuation).not.toBe('');
    const sample = (seed: string) => runJson([...args, '--top-k', '5', '--seed', seed]);
    const [first, again, other] = await Promise.all([sample('1'), sample('1'), sample('2')]);
    expect(again).toEqual(first);
    expect(other!.ids).not.toEqual(first!.ids);
  });
});

interface Prompt {
  prompt: string;
  inputIds: number[];
  top: { token: string; id: number; probability: number }[];
  targets: unknown[];
}

describeShared('the CounterFact model', 'models/cf-8l-256', () => {
  const model = sharedPath('models/cf-8l-256');
  const facts = sharedPath('data/counterfact-edit.jsonl');
  const text = sharedPath('data/wikitext-2-valid.txt');
  const [stats, run] = [at('stats'), at('run')];
  const edit = [
    'edit',
    model,
    '--facts',
    facts,
    '--stats',
    stats,
    '--out',
    run,
    '--limit',
    '4',
    '--batch',
    '2',
    '--layers',
    '3',
  ];

  it('goes from text to statistics to edits to figures', async () => {
    const collect = [
      'covariance',
      model,
      '--text',
      text,
      '--out',
      stats,
      '--tokens',
      '4000',
      '--layers',
      '3',
    ];
    const covariance = await runJson<{ layers: object[] }>(collect);
    expect(covariance.layers).toEqual(
      [3].map((layer) => ({
        layer,
        tokens: 4000,
        trace: expect.any(Number),
        path: expect.stringContaining(stats),
        found: false,
      })),
    );
    // Asked for again, everything is found and nothing written.
    const written = filesIn(stats);
    const again = await runJson<{ layers: object[] }>(collect);
    expect(again.layers).toEqual(covariance.layers.map((layer) => ({ ...layer, found: true })));
    expect(filesIn(stats)).toEqual(written);

    const spectrum = await runJson<{ layers: { layer: number }[] }>(['spectrum', stats]);
    for (const layer of spectrum.layers) {
      expect(layer).toMatchObject({
        dimension: 1024,
        nullDimension: expect.any(Number),
        largest: expect.any(Number),
        smallest: expect.any(Number),
      });
    }

    const dry = await runJson([...edit, '--dry-run']);
    expect(dry).toMatchObject({
      dryRun: true,
      facts: 4,
      batches: [{ facts: 2 }, { facts: 2 }],
      badFacts: [],
    });
    expect(existsSync(run)).toBe(false);

    const edited = await runJson(edit);
    expect(edited).toMatchObject({ run, facts: 4, resumed: 0 });
    expect(edited.batches).toHaveLength(2);
    for (const batch of edited.batches as object[]) {
      expect(batch).toMatchObject({
        facts: 2,
        seconds: expect.any(Number),
        residual: expect.any(Number),
        deltaNorm: { 3: expect.any(Number) },
      });
    }
    expect(edited.warnings).toEqual(expect.any(Array));

    const resumed = await runJson(edit);
    expect(resumed).toMatchObject({ resumed: 2, batches: edited.batches });

    const args = ['eval', model, '--edits', run, '--facts', facts, '--limit', '4'];
    const { before, after } = await runJson<{ before: Figures; after: Figures }>(args);
    for (const figures of [before, after]) {
      for (const name of ['efficacy', 'generalization', 'specificity'] as const) {
        expect(figures[name]).toMatchObject({
          mean: expect.any(Number),
          ci95: [expect.any(Number), expect.any(Number)],
          n: 4,
        });
      }
    }
    // The four facts are wrong before and are what was asked for.
    expect(before.efficacy.mean).toBeLessThan(0.5);
    expect(after.efficacy.mean).toBe(1);

    const predicted = await runJson<{ prompts: { targets: { exactMatch: boolean }[] }[] }>([
      'predict',
      model,
      '--edits',
      run,
      '--prompt',
      'The mother tongue of Danielle Darrieux is',
      '--target',
      'English',
    ]);
    expect(predicted.prompts[0]!.targets[0]!.exactMatch).toBe(true);
  });

  it('prints a table for people', async () => {
    const { exitCode, stdout } = await runCli([
      'eval',
      model,
      '--edits',
      run,
      '--facts',
      facts,
      '--limit',
      '4',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/efficacy +preference +\S+ % \[.*\] +100\.0 % \[/);
  });

  it('refuses a run that differs, naming what, and a run of another model', async () => {
    const other = await runJson<{ error: { code: string; message: string } }>([...edit, '--set', 'L2=3'], 2);
    expect(other.error).toMatchObject({ code: 'run-of-other-inputs' });
    expect(other.error.message).toContain('settings.L2: 1 there, 3 here');
    const gpt2 = sharedPath('fixtures/models/gpt2');
    const wrong = await runJson(['predict', gpt2, '--prompt', 'The', '--edits', run], 2);
    expect(wrong).toMatchObject({ error: { code: 'run-of-another-model' } });
    const args = ['edit', gpt2, '--facts', facts, '--stats', stats, '--out', at('other'), '--limit', '2'];
    expect(await runJson(args, 2)).toMatchObject({ error: { code: 'statistics-of-another-model' } });
    expect(existsSync(at('other'))).toBe(false);
  });
});

/** Names, sizes and times of the files in a folder. */
const filesIn = (folder: string) =>
  readdirSync(folder).map((name) => {
    const { size, mtimeMs } = statSync(`${folder}/${name}`);
    return { name, size, mtimeMs };
  });

type Figures = Record<'efficacy' | 'generalization' | 'specificity', { mean: number }>;
