// What happens to a run after it was made: listed, undone, verified, shipped.
import { existsSync } from 'node:fs';
import { appendFile, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSafetensors } from '@alphaedit/safetensors';
import { openSafetensors } from '@alphaedit/safetensors/node';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { runCli, runJson } from './run-cli.js';
import { runJsonHere } from './run-here.js';

const at = temporaryFolder();
const [model, facts, run] = [at('model'), at('facts.jsonl'), at('run')];
const wasm = ['--engine', 'wasm'];

interface Predicted {
  readonly prompts: readonly { readonly targets: readonly { readonly nll: number }[] }[];
}

/** NLL of the new answer for each subject, with or without edits. That the right fact goes is the suite of editors' to show. */
async function answers(checkpoint: string, ...more: string[]): Promise<number[]> {
  const prompts = [0, 1, 2].flatMap((i) => ['--prompt', `Ann${i} likes`]);
  const predicted = await runJsonHere<Predicted>([
    'predict',
    checkpoint,
    ...prompts,
    '--target',
    'tea',
    ...more,
    ...wasm,
  ]);
  return predicted.prompts.map(({ targets }) => targets[0]!.nll);
}

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(facts, tinyFacts(3));
  await writeFile(at('text.txt'), tinyText(40));
  await runJsonHere([
    'covariance',
    model,
    '--text',
    at('text.txt'),
    '--layers',
    '0',
    '--out',
    at('stats'),
    ...wasm,
  ]);
  const edit = ['edit', model, '--facts', facts, '--stats', at('stats'), '--layers', '0'];
  const settings = ['--set', 'zSteps=15', '--batch', '2', ...wasm];
  await runJsonHere([...edit, ...settings, '--out', run]);
  await runJsonHere([...edit, ...settings, '--editor', 'rect', '--out', at('rect')]);
});

describe('alphaedit list', () => {
  it('tells every fact, its batch and what it changed', async () => {
    const listed = await runJsonHere<{ facts: object[] }>(['list', run]);
    expect(listed).toMatchObject({ run, editor: 'alphaedit', applied: 3, undone: 0, waiting: 0, ledger: [] });
    expect(listed.facts).toMatchObject([
      { number: 1, subject: 'Ann0', target: 'tea', batch: 1, state: 'applied' },
      { number: 2, batch: 1 },
      { number: 3, batch: 2, deltaNorm: expect.any(Number), targetProbability: expect.any(Number) },
    ]);
    const rect = await runJsonHere<{ facts: object[] }>(['list', at('rect')]);
    for (const fact of rect.facts) expect(fact).not.toHaveProperty('deltaNorm');
  });
});

describe('alphaedit undo', () => {
  it('takes one fact out for all that reads the run, and puts it back', async () => {
    const undone = at('undone');
    await cp(run, undone, { recursive: true });
    const before = await answers(model);
    const edited = await answers(model, '--edits', undone);
    await expect(runJsonHere(['undo', undone, '--fact', '#2'])).resolves.toMatchObject({
      action: 'undo',
      facts: [{ number: 2, subject: 'Ann1' }],
      applied: 2,
      undone: 1,
    });
    const after = await answers(model, '--edits', undone);
    expect(after).not.toEqual(edited);
    const pack = await runJsonHere<{ facts: number }>(['export', undone, '--out', at('pack')]);
    expect(pack.facts).toBe(2);
    expect(await answers(model, '--edits', join(at('pack'), 'edit-pack.safetensors'))).toEqual(after);
    await runJsonHere(['undo', undone, '--restore']);
    expect(await answers(model, '--edits', undone)).toEqual(edited);
    await runJsonHere(['undo', undone]);
    expect(await answers(model, '--edits', undone)).toEqual(before);
    const { ledger } = await runJsonHere<{ ledger: { action: string; facts: number[] }[] }>(['list', undone]);
    expect(ledger.map(({ action, facts: numbers }) => [action, numbers])).toEqual([
      ['undo', [2]],
      ['restore', [2]],
      ['undo', [1, 2, 3]],
    ]);
  });

  it('refuses what it cannot do', async () => {
    const code = (name: string) => ({ error: { code: name } });
    expect(await runJson(['undo', run, '--fact', '#9'], 2)).toMatchObject(code('no-such-fact'));
    expect(await runJson(['undo', run, '--fact', 'nobody'], 2)).toMatchObject(code('no-such-fact'));
    expect(await runJson(['undo', run, '--fact', '#1', '--restore'], 2)).toMatchObject(code('not-undone'));
    expect(await runJson(['undo', at('rect'), '--fact', '#1'], 2)).toMatchObject(code('not-separable'));
    expect(existsSync(join(run, 'ledger.json'))).toBe(false);
  });
});

describe('alphaedit verify', () => {
  it('finds a run sound, and says which facts hold', async () => {
    const found = await runJsonHere<{ facts: object[] }>(['verify', run, '--model', model, ...wasm]);
    expect(found).toMatchObject({ path: run, kind: 'run', ok: true, applied: 3 });
    expect(found.facts).toMatchObject([{ number: 1, subject: 'Ann0', state: 'applied' }, {}, {}]);
  });

  it('takes statistics and what was exported, and says in words of the command what it cannot prove', async () => {
    expect(await runJsonHere(['verify', at('stats')])).toMatchObject({ kind: 'statistics', ok: true });
    await runJsonHere(['export', run, '--out', at('verified')]);
    const { unproven } = await runJsonHere<{ unproven: string[] }>(['verify', at('verified')]);
    expect(unproven[0]).toBe('that it fits its model: give --model');
  });

  it('finds damage, and ends with 1', async () => {
    const damaged = at('damaged');
    await cp(run, damaged, { recursive: true });
    const [batch] = (await readdir(join(damaged, 'batches'))).filter((name) => name.endsWith('.safetensors'));
    await appendFile(join(damaged, 'batches', batch!), 'x');
    const found = await runJson<{ checks: { ok: boolean; check: string }[] }>(['verify', damaged], 1);
    expect(found).toMatchObject({ ok: false });
    expect(found.checks.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['changes']);
  });
});

describe('alphaedit export', () => {
  it('writes a checkpoint that answers as the edits do', async () => {
    const out = at('checkpoint');
    await expect(
      runJsonHere(['export', run, '--format', 'safetensors', '--model', model, '--out', out]),
    ).resolves.toMatchObject({ facts: 3, withFacts: false, tensors: [{ dtype: 'F32', rounded: 0 }] });
    expect(await answers(out)).toEqual(await answers(model, '--edits', run));
    const said = JSON.parse(await readFile(join(out, 'alphaedit.json'), 'utf8'));
    expect(said).toMatchObject({ editor: 'alphaedit', factCount: 3 });
    expect(said).not.toHaveProperty('facts');
  });

  it('writes an adapter whose product is the change of the weights', async () => {
    const [out, whole] = [at('adapter'), at('whole')];
    await runJsonHere(['export', run, '--format', 'safetensors', '--model', model, '--out', whole]);
    const document = await runJsonHere<{ modules: { parameter: string; module: string; rank: number }[] }>([
      'export',
      run,
      '--format',
      'lora',
      '--model',
      model,
      '--out',
      out,
    ]);
    expect(document.modules).toHaveLength(1);
    const { parameter, module, rank } = document.modules[0]!;
    expect(rank).toBe(3);
    expect(module).toMatch(/^transformer\.h\.0\.mlp\.c_proj$/);
    const adapter = decodeSafetensors(await readFile(join(out, 'adapter_model.safetensors')), 'adapter');
    const a = adapter.readFloat32(`base_model.model.${module}.lora_A.weight`); // [r, dIn]
    const b = adapter.readFloat32(`base_model.model.${module}.lora_B.weight`); // [dOut, r]
    const [before, after] = await Promise.all([weight(model, parameter), weight(whole, parameter)]);
    const [dIn, dOut] = [a.length / rank, b.length / rank];
    let largest = 0;
    for (let i = 0; i < dIn; i++) {
      for (let o = 0; o < dOut; o++) {
        // GPT-2 stores [in, out].
        const change = after[i * dOut + o]! - before[i * dOut + o]!;
        let sum = 0;
        for (let r = 0; r < rank; r++) sum += b[o * rank + r]! * a[r * dIn + i]!;
        largest = Math.max(largest, Math.abs(change - sum));
      }
    }
    // Two roundings to float32 of weights of size 1 and factors of size 10.
    expect(largest).toBeLessThan(1e-5);
  });

  it('asks for the model, refuses another, and touches no folder that holds files', async () => {
    const code = (name: string) => ({ error: { code: name } });
    const lora = ['export', run, '--format', 'lora', '--out', at('none')];
    expect(await runJson(lora, 2)).toMatchObject(code('model-missing'));
    await cp(model, at('other'), { recursive: true });
    const config = join(at('other'), 'config.json');
    await writeFile(
      config,
      `${JSON.stringify({ ...JSON.parse(await readFile(config, 'utf8')), layer_norm_epsilon: 1e-4 })}`,
    );
    expect(await runJson([...lora, '--model', at('other')], 2)).toMatchObject(code('pack-of-another-model'));
    expect(existsSync(at('none'))).toBe(false);
    const full = ['export', run, '--format', 'safetensors', '--model', model, '--out', model];
    expect(await runJson(full, 2)).toMatchObject(code('output-not-empty'));
    const { stdout } = await runCli(['export', '--help']);
    expect(stdout).toContain('--rank');
  });
});

async function weight(folder: string, name: string): Promise<Float32Array> {
  const file = await openSafetensors(join(folder, 'model.safetensors'));
  try {
    return await file.readFloat32(name);
  } finally {
    await file.close();
  }
}
