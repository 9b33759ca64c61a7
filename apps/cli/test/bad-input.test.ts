import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../src/build-program.js';
import { type ErrorWords, errorWords } from '../src/ui/error-words.js';
import { runCli, runJson } from './run-cli.js';

const at = temporaryFolder();
const [model, facts, text, stats] = [at('model'), at('facts.jsonl'), at('text.txt'), at('stats')];
/** Options of a command, those given in place of the defaults of the same name: none may stand twice. */
const options = (defaults: Readonly<Record<string, string>>, more: readonly string[]) => [
  ...Object.entries(defaults).flatMap(([name, value]) => (more.includes(name) ? [] : [name, value])),
  ...more,
];
const covariance = (...more: string[]) => [
  'covariance',
  model,
  ...options({ '--text': text, '--layers': '0,1' }, more),
];
const edit = (...more: string[]) => {
  const defaults = { '--facts': facts, '--stats': stats, '--layers': '0', '--set': 'zSteps=3' };
  return ['edit', model, ...options({ '--engine': 'wasm', ...defaults, '--out': at('run') }, more)];
};

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(facts, tinyFacts(3));
  await writeFile(text, tinyText(40));
  await runJson([...covariance('--out', stats), '--engine', 'wasm']);
});

/** What a command line fails with: in this process, since a new one costs a second or two. */
async function failureOf(args: readonly string[]): Promise<ErrorWords | undefined> {
  try {
    await buildProgram().parseAsync(['node', 'alphaedit', '--quiet', ...args]);
  } catch (error) {
    return errorWords(error);
  }
  throw new Error(`alphaedit ${args.join(' ')} succeeded`);
}

describe('wrong use ends with 2', () => {
  it.each([
    [['nonsense']],
    [['edit']],
    [['predict', 'model', '--prompt', 'a', '--top', '0']],
    [['predict', 'model', '--prompt', 'a', '--wrong']],
    [['covariance', 'model', '--text', 'a', '--out', 'b', '--layers', '1,x']],
    [['spectrum', 'stats', '--threshold', '1', '--keep-trace', '0.5']],
  ])('%j', async (args) => {
    expect(await failureOf(args)).toMatchObject({ code: 'usage', exitCode: 2 });
  });

  it('says what and what to do, in a line each', async () => {
    const { exitCode, stdout, stderr } = await runCli(['inspect', at('nothing')]);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toEqual([
      `error: ${at('nothing')} does not exist.`,
      'Give the whole checkpoint: config.json, tokenizer.json and every .safetensors file. [errors/not-a-checkpoint]',
    ]);
  });

  it('is told as the one document with --json', async () => {
    expect(await runJson(['nonsense'], 2)).toEqual({
      error: {
        code: 'usage',
        message: "unknown command 'nonsense'",
        hint: expect.any(String),
        page: 'errors/usage',
      },
    });
    expect(await runJson([], 2)).toMatchObject({ error: { code: 'usage' } });
  });

  it('shows the stack with --verbose only', async () => {
    const { stderr } = await runCli(['inspect', at('nothing'), '--verbose']);
    expect(stderr).toMatch(/\n\s+at /);
  });

  it('--help and --version are no errors', async () => {
    const help = await runCli(['edit', '--help']);
    expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Examples:') });
    expect(await runCli(['--version'])).toMatchObject({ exitCode: 0, stdout: '0.0.0\n' });
  });
});

describe('bad input ends with 2 and its own code', () => {
  it.each([
    ['unknown-engine', ['doctor', '--engine', 'abacus']],
    ['not-a-checkpoint', ['predict', at('nothing'), '--prompt', 'a']],
    ['empty-prompt', ['predict', model, '--engine', 'wasm', '--prompt', '']],
    ['prompt-too-long', ['generate', model, '--engine', 'wasm', '--prompt', 'a'.repeat(65)]],
    ['options-conflict', ['generate', model, '--prompt', 'a', '--greedy', '--top-k', '2']],
    ['file-unreadable', ['covariance', model, '--text', at('nothing'), '--out', at('s')]],
    ['layer-out-of-range', covariance('--out', at('s'), '--layers', '7', '--engine', 'wasm')],
    ['statistics-missing', ['spectrum', at('nothing')]],
    ['facts-missing', ['edit', model, '--out', at('run')]],
    ['options-conflict', ['edit', model, '--facts', facts]],
    ['options-conflict', edit('--continue', at('run'))],
    ['no-run', ['edit', model, '--facts', facts, '--continue', at('nothing')]],
    ['unknown-editor', edit('--editor', 'magic')],
    ['unknown-setting', edit('--set', 'zStep=3')],
    ['settings-invalid', edit('--set', 'zSteps')],
    ['settings-invalid', edit('--set', 'zSteps=many')],
    ['setting-out-of-range', edit('--set', 'L2=-1')],
    ['layer-out-of-range', edit('--layers', '1,0')],
    ['file-missing', edit('--facts', at('nothing'))],
    ['statistics-missing', edit('--stats', at('nothing'))],
    ['no-run', ['eval', model, '--engine', 'wasm', '--facts', facts, '--edits', at('nothing')]],
    ['unknown-task', ['eval', model, '--engine', 'wasm', '--facts', facts, '--tasks', 'luck']],
  ])('%s', async (code, args) => {
    expect(await failureOf(args)).toMatchObject({ code, exitCode: 2, hint: expect.stringMatching(/\.$/) });
    expect(existsSync(at('run'))).toBe(false);
  });

  it('names the line that is broken', async () => {
    const broken = at('broken.jsonl');
    await writeFile(broken, `${tinyFacts(2)}{"subject": "Ann\n`);
    const { error } = await runJson<{ error: object }>(edit('--facts', broken), 2);
    expect(error).toMatchObject({ code: 'broken-line', message: expect.stringContaining(':3:') });
    const skipped = await runJson(edit('--facts', broken, '--skip-bad-facts', '--out', at('skipped')));
    expect(skipped).toMatchObject({ facts: 2 });
    expect(skipped.warnings).toContainEqual(expect.objectContaining({ code: 'broken-line' }));
    const dry = await runJson(edit('--facts', broken, '--dry-run'));
    expect(dry.badFacts).toHaveLength(1);
  });

  it('names an output folder that cannot be written, before any work', async () => {
    const out = at('facts.jsonl', 'run');
    expect(await failureOf(edit('--out', out))).toMatchObject({ code: 'output-unwritable', exitCode: 2 });
    expect(await failureOf(covariance('--out', out))).toMatchObject({
      code: 'output-unwritable',
      exitCode: 2,
    });
    await mkdir(at('mine'));
    await writeFile(at('mine', 'notes.txt'), 'mine');
    expect(await failureOf(edit('--out', at('mine')))).toMatchObject({
      code: 'output-not-empty',
      exitCode: 2,
    });
    expect(await readdir(at('mine'))).toEqual(['notes.txt']);
  });
});

describe('settings', () => {
  it('come from the model folder, then a file, then --set, under published names too', async () => {
    const file = at('hparams.json');
    await writeFile(
      file,
      JSON.stringify({ alg_name: 'AlphaEdit', layers: [1], v_num_grad_steps: 7, v_lr: 0.25 }),
    );
    const yaml = at('hparams.yaml');
    await writeFile(yaml, 'alg_name: MEMIT\nlayers: [0, 1]\nmom2_update_weight: 900\n');
    const settingsOf = async (...more: string[]) =>
      (await runJson<{ settings: object }>(['edit', model, ...rest, '--dry-run', ...more])).settings;
    const rest = ['--facts', facts, '--stats', stats, '--out', at('dry')];
    expect(await settingsOf('--settings', file, '--set', 'zSteps=9')).toMatchObject({
      layers: [1],
      zSteps: 9,
      zLearningRate: 0.25,
    });
    expect(await settingsOf('--settings', yaml, '--set', 'layers=0')).toMatchObject({
      layers: [0],
      mom2UpdateWeight: 900,
    });
    await writeFile(at('model', 'settings.json'), JSON.stringify({ clampNormFactor: 3, zSteps: 11 }));
    expect(await settingsOf('--settings', file)).toMatchObject({ clampNormFactor: 3, zSteps: 7 });
  });
});
