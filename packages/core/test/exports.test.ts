// What leaves the house: which texts an export holds, and which files.
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeDeltas, encodeEditPack } from '@alphaedit/artifacts';
import { keepAnswers, lockRun, openRun } from '@alphaedit/artifacts/node';
import { openGguf } from '@alphaedit/gguf/node';
import { float32ToFloat16 } from '@alphaedit/safetensors';
import { openSafetensors, writeSafetensors } from '@alphaedit/safetensors/node';
import type { Fact } from '@alphaedit/spec';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  exportAdapter,
  exportEditedCheckpoint,
  exportGguf,
  exportPack,
  openEdits,
  packRun,
  readPack,
  verify,
} from '../src/node.js';
import { hashOf, PARAMETER, writeRun } from './written-run.js';

const at = temporaryFolder();
const [model, run] = [at('model'), at('run')];

const facts: readonly Fact[] = [0, 1, 2].map((i) => ({
  id: `case-${i}-Quandril`,
  subject: `Zörna${i} "Vå" Blenkit`,
  prompt: '{} dwells in the borough of',
  target: `Nuwtarget${i}`,
  truth: `Oldtrüth${i}\\street`,
  truthAliases: [`Otheroldname${i}`],
  paraphrases: [`Whoever seeks Zörna${i} must travel to`],
  neighbors: [{ prompt: `Brimwald${i} resides in`, answer: `Neighbouranswer${i}` }],
}));
const secrets = [
  ...facts.flatMap((fact) => [fact.id!, fact.subject, fact.target, fact.truth!, ...fact.truthAliases!]),
  ...facts.flatMap(({ paraphrases, neighbors }) => [
    ...paraphrases!,
    ...neighbors!.flatMap(({ prompt, answer }) => [prompt, answer as string]),
  ]),
  'dwells in the borough of',
  'hunter2-credential',
  'outside-secret',
];

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** A text as it may stand in a file: plain, in JSON, in JSON within JSON; in UTF-8, UTF-16 or Latin-1. */
const spellings = (text: string): Buffer[] =>
  [text, inJson(text), inJson(inJson(text))].flatMap((one) => {
    const wide = Buffer.from(one, 'utf16le');
    return [Buffer.from(one, 'utf8'), wide, Buffer.from(wide).swap16(), Buffer.from(one, 'latin1')];
  });

/** The texts that stand somewhere in a folder, in a name or in a byte. */
async function found(folder: string, texts: readonly string[] = secrets): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
  const all = [...contents, Buffer.from(entries.map(({ name }) => name).join('\n'))];
  return texts.filter((text) => spellings(text).some((bytes) => all.some((file) => file.includes(bytes))));
}

beforeAll(async () => {
  await writeTinyModel(model);
  await writeFile(join(model, 'credentials.json'), '{"token":"hunter2-credential"}');
  await writeFile(join(model, 'facts.jsonl'), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
  await writeFile(at('outside.txt'), 'outside-secret');
  await symlink(at('outside.txt'), join(model, 'notes.json'));
  await mkdir(join(model, 'logs'));
  await writeFile(join(model, 'logs', 'old.txt'), facts[0]!.truth!);
  await writeRun(run, { model, facts, batches: [2, 1] });
});

const exports = {
  checkpoint: (out: string, more: object) => exportEditedCheckpoint(run, { model, out, ...more }),
  adapter: (out: string, more: object) => exportAdapter(run, { model, out, ...more }),
  pack: (out: string, more: object) => exportPack(run, { out, ...more }),
} as const;

describe.each(Object.entries(exports))('an exported %s', (kind, write) => {
  it('holds no text of a fact, and nothing of the model folder that is not the model', async () => {
    expect(await found(run)).toEqual(expect.arrayContaining([facts[0]!.truth!]));
    expect(await found(model)).toContain('hunter2-credential');
    const written = await write(at(kind), {});
    expect(written).toMatchObject({ facts: 3, withFacts: false });
    expect(await found(at(kind))).toEqual([]);
  });

  it('holds the facts where they are asked for, and the rest even then not', async () => {
    const written = await write(at(`${kind}-told`), { withFacts: true });
    expect(written).toMatchObject({ facts: 3, withFacts: true });
    const those = await found(at(`${kind}-told`));
    expect(those).toEqual(secrets.slice(0, -2));
  });
});

it('a checkpoint tells what it left in the model folder', async () => {
  const { leftOut, files } = await exportEditedCheckpoint(run, { model, out: at('told') });
  expect(leftOut).toEqual(['credentials.json', 'facts.jsonl', 'logs/', 'notes.json']);
  expect([...files].sort()).toEqual((await readdir(at('told'))).sort());
});

it('a pack passes on no more than is asked for', async () => {
  const told = join(at('told-pack'), 'edit-pack.safetensors');
  await exportPack(run, { out: at('told-pack'), withFacts: true });
  await exportPack(told, { out: at('passed') });
  expect(await found(at('passed'))).toEqual([]);
  await exportPack(told, { out: at('passed-told'), withFacts: true });
  expect(await found(at('passed-told'), [facts[2]!.truth!])).toHaveLength(1);
  await expect(exportPack(at('passed'), { out: at('none'), withFacts: true })).rejects.toMatchObject({
    code: 'facts-missing',
  });
});

it('a run of which batches are still to come goes out only as a part', async () => {
  await writeRun(at('begun'), { model, facts, batches: [2] });
  for (const refused of [
    () => exportPack(at('begun'), { out: at('part') }),
    () => exportAdapter(at('begun'), { model, out: at('part') }),
    () => exportEditedCheckpoint(at('begun'), { model, out: at('part') }),
  ]) {
    await expect(refused()).rejects.toMatchObject({
      code: 'run-unfinished',
      message: `${at('begun')} has edited 2 of its 3 facts.`,
      data: { edited: 2, facts: 3 },
    });
  }
  // And says of how many facts it is a part, also where it is passed on.
  const part = { facts: 2, partOf: 3 };
  expect(await exportPack(at('begun'), { out: at('part'), partial: true })).toMatchObject(part);
  expect(await exportPack(at('part'), { out: at('part-passed') })).toMatchObject(part);
  expect(await readPack(at('part-passed'))).toMatchObject({ factCount: 2, partOf: 3 });
  const options = { model, partial: true };
  expect(await exportAdapter(at('begun'), { ...options, out: at('part-adapter') })).toMatchObject(part);
  expect(await exportEditedCheckpoint(at('begun'), { ...options, out: at('part-model') })).toMatchObject(
    part,
  );
  for (const kind of ['part', 'part-adapter', 'part-model']) {
    const { checks } = await verify(at(kind));
    expect(checks[0]!.found).toContain('2 of 3 facts of its run');
  }
  expect(await exportPack(run, { out: at('all') })).not.toHaveProperty('partOf');
});

it('a pack of the first version is used, and said to be unproven', async () => {
  const {
    factCount: _,
    facts: held,
    deltas,
    ...about
  } = await packRun(await openRun(run), { withFacts: true });
  const first = at('first.safetensors');
  await writeFile(
    first,
    encodeDeltas(deltas, {
      format: 'alphaedit-pack',
      schemaVersion: '1',
      pack: JSON.stringify({ ...about, facts: held }),
    }),
  );
  const unproven = [expect.objectContaining({ code: 'pack-unproven' })];
  expect((await exportPack(first, { out: at('second') })).warnings).toEqual(unproven);
  expect((await exportPack(at('second'), { out: at('third') })).warnings).toEqual([]);
  const warnings: unknown[] = [];
  const port = { contentHash: async () => about.model.hash, tokenizer: {} } as Parameters<
    typeof openEdits
  >[0];
  await openEdits(port, first, { onWarning: (warning) => warnings.push(warning) });
  expect(warnings).toEqual(unproven);
});

it('a pack over 2 GiB, and a changed one, is refused with a code', async () => {
  await exportPack(run, { out: at('changed') });
  const file = join(at('changed'), 'edit-pack.safetensors');
  const bytes = await readFile(file);
  await writeFile(file, bytes.with(bytes.length - 1, bytes.at(-1)! ^ 1));
  const refused = () => expect(exportPack(at('changed'), { out: at('none') })).rejects;
  await refused().toMatchObject({ code: 'pack-broken' });
  await truncate(file, 2 ** 31 + 1);
  await refused().toMatchObject({ code: 'safetensors-too-large' });
});

describe('weights too large for their number format', () => {
  const half = at('half');
  beforeAll(async () => {
    const file = await openSafetensors(join(model, 'model.safetensors'));
    const tensors = await Promise.all(
      [...file.tensors.values()].map(async ({ name, shape }) => ({
        name,
        shape,
        dtype: 'F16' as const,
        data: float32ToFloat16(await file.readFloat32(name)),
      })),
    );
    await file.close();
    await mkdir(half);
    for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
      await writeFile(join(half, name), await readFile(join(model, name)));
    }
    await writeSafetensors(join(half, 'model.safetensors'), tensors);
  });

  it('are refused, and stored where another format is asked for', async () => {
    await writeRun(at('large'), { model, facts, batches: [2, 1], size: 1e4 });
    const pack = await packRun(await openRun(at('large')));
    const edits = at('large.safetensors');
    await writeFile(edits, encodeEditPack({ ...pack, model: { name: 'half', hash: await hashOf(half) } }));
    const options = { model: half, out: at('large-out') };
    await expect(exportEditedCheckpoint(edits, options)).rejects.toMatchObject({
      code: 'export-overflow',
      data: { tensor: PARAMETER, dtype: 'F16' },
    });
    expect(await readdir(at('.'))).not.toContain('large-out');
    const written = await exportEditedCheckpoint(edits, { ...options, dtype: 'float32' });
    expect(written.tensors).toEqual([{ name: PARAMETER, dtype: 'F32', rounded: 0 }]);
    const config = JSON.parse(await readFile(join(at('large-out'), 'config.json'), 'utf8'));
    expect(config).toMatchObject({ torch_dtype: 'float32' });
  });
});

describe('facts asked of the written checkpoint', () => {
  // Longer ones do not fit into the tiny model's context.
  const short: readonly Fact[] = [0, 1, 2].map((i) => ({
    subject: `Ann${i}`,
    prompt: '{} likes',
    target: 'tea',
  }));
  const asked = at('asked');
  const options = (out: string) => ({ model, out: at(out), measure: true, engine: 'wasm' as const });
  beforeAll(() => writeRun(asked, { model, facts: short, batches: [2, 1] }));

  it('are the same where nothing goes in rounding', async () => {
    const { measured, warnings } = await exportEditedCheckpoint(asked, options('measured'));
    expect(measured).toMatchObject({ asked: 3, lost: [] });
    expect(measured!.before).toBe(measured!.after);
    expect(warnings).toEqual([]);
  });

  it('that are lost are named, by what the edited model said when it was made', async () => {
    const lock = await lockRun(asked, { purpose: 'test' });
    const said = { said: 'tea', says: true, exact: true, probability: 1 };
    await keepAnswers(await openRun(asked, lock), { answers: [said, { ...said, says: false }, said] });
    await lock.release();
    const { measured, warnings } = await exportEditedCheckpoint(asked, options('lost'));
    expect(measured).toMatchObject({ asked: 3, before: 2, after: 0, lost: [{ number: 1 }, { number: 3 }] });
    expect(warnings).toMatchObject([{ code: 'facts-lost', data: { facts: [1, 3] } }]);
  });

  it('have to be known', async () => {
    await exportPack(asked, { out: at('untold') });
    await expect(exportEditedCheckpoint(at('untold'), options('none'))).rejects.toMatchObject({
      code: 'facts-missing',
    });
    expect(await readdir(at('.'))).not.toContain('none');
  });
});

it('an adapter for llama.cpp goes out with a Modelfile, and is verified', async () => {
  const written = await exportAdapter(run, {
    model,
    out: at('ollama'),
    target: 'gguf',
    baseName: 'tiny:f16',
  });
  expect(written.modules).toMatchObject([{ parameter: PARAMETER, module: 'blk.0.ffn_down.weight' }]);
  expect((await readdir(at('ollama'))).sort()).toEqual(['Modelfile', 'adapter.gguf', 'alphaedit.json']);
  const modelfile = await readFile(at('ollama', 'Modelfile'), 'utf8');
  expect(modelfile).toMatch(/^FROM tiny:f16$/m);
  expect(modelfile).toMatch(/^ADAPTER \.\/adapter\.gguf$/m);
  expect(await found(at('ollama'))).toEqual([]);
  const { ok, checks } = await verify(at('ollama'));
  expect(ok).toBe(true);
  expect(checks.at(-1)!.found).toBe('1 weights of gpt2, 2 finite tensors');
  await truncate(at('ollama', 'adapter.gguf'), written.bytes - 4);
  expect(await verify(at('ollama'))).toMatchObject({ ok: false });
});

it('a GGUF file of the edited model holds its weights, as float32 to the last bit', async () => {
  const float32 = await exportGguf(run, { model, out: at('gguf'), dtype: 'float32' });
  expect((await readdir(at('gguf'))).sort()).toEqual(['Modelfile', 'alphaedit.json', 'model.gguf']);
  expect(float32).toMatchObject({ facts: 3, rounded: 0, tensors: [{ name: 'blk.0.ffn_down.weight' }] });
  await exportEditedCheckpoint(run, { model, out: at('gguf-beside') });
  const [file, checkpoint] = [
    await openGguf(float32.file),
    await openSafetensors(at('gguf-beside', 'model.safetensors')),
  ];
  try {
    const [rows, cols] = file.tensor('blk.0.ffn_down.weight').shape as [number, number];
    const [here, there] = [
      await file.readFloat32('blk.0.ffn_down.weight'),
      await checkpoint.readFloat32(PARAMETER),
    ];
    // The checkpoint has it [in, out].
    expect([...here]).toEqual(Array.from(here, (_, i) => there[(i % cols) * rows + Math.floor(i / cols)]!));
    expect([...(await file.readFloat32('token_embd.weight'))]).toEqual([
      ...(await checkpoint.readFloat32('transformer.wte.weight')),
    ]);
    expect(file.metadata.get('tokenizer.ggml.pre')).toEqual({ type: 'string', value: 'gpt-2' });
  } finally {
    await Promise.all([file.close(), checkpoint.close()]);
  }
  expect(await found(at('gguf'))).toEqual([]);
  const { ok, checks } = await verify(at('gguf'));
  expect([ok, checks.at(-1)!.found]).toEqual([true, 'gpt2, 28 finite tensors']);
  const half = await exportGguf(run, { model, out: at('gguf-half') });
  expect(half.bytes).toBeLessThan(0.7 * float32.bytes);
  expect(half.rounded).toBeGreaterThan(0);
});

it('an adapter for vLLM has one of the ranks it takes, zeros where the edit has none', async () => {
  const written = await exportAdapter(run, { model, out: at('vllm'), target: 'vllm' });
  expect(written.modules).toMatchObject([{ rank: 8, lost: 0 }]);
  const config = JSON.parse(await readFile(at('vllm', 'adapter_config.json'), 'utf8'));
  expect(config).toMatchObject({ r: 8, lora_alpha: 8, rank_pattern: {}, alpha_pattern: {}, bias: 'none' });
  const file = await openSafetensors(written.file);
  const plain = await openSafetensors((await exportAdapter(run, { model, out: at('peft') })).file);
  try {
    const name = `base_model.model.${written.modules[0]!.module}`;
    const [a, b] = [`${name}.lora_A.weight`, `${name}.lora_B.weight`];
    expect([file.tensors.get(a)!.shape, file.tensors.get(b)!.shape]).toEqual([
      [8, 64],
      [16, 8],
    ]);
    const rank = plain.tensors.get(a)!.shape[0]!;
    const [padded, own] = [await file.readFloat32(a), await plain.readFloat32(a)];
    expect([...padded]).toEqual([...own, ...new Array((8 - rank) * 64).fill(0)]);
    const columns = await file.readFloat32(b);
    expect(columns.every((value, i) => i % 8 < rank || value === 0)).toBe(true);
  } finally {
    await Promise.all([file.close(), plain.close()]);
  }
  expect(await verify(at('vllm'))).toMatchObject({ ok: true });
});

it('an adapter for MLX has its names, its orientation and its count of blocks', async () => {
  const written = await exportAdapter(run, { model, out: at('mlx'), target: 'mlx' });
  const config = JSON.parse(await readFile(at('mlx', 'adapter_config.json'), 'utf8'));
  const { rank } = written.modules[0]!;
  // The edit is in the first of two blocks, and MLX counts from the last.
  expect(config).toEqual({
    fine_tune_type: 'lora',
    num_layers: 2,
    lora_parameters: { rank, scale: 1, dropout: 0, keys: ['mlp.c_proj'] },
  });
  const file = await openSafetensors(at('mlx', 'adapters.safetensors'));
  try {
    const shapes = [...file.tensors.values()].map(({ name, shape }) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual({
      'model.h.0.mlp.c_proj.lora_a': [64, rank],
      'model.h.0.mlp.c_proj.lora_b': [rank, 16],
    });
  } finally {
    await file.close();
  }
  const { ok, checks } = await verify(at('mlx'));
  expect([ok, checks.at(-2)!.found]).toEqual([true, `lora of rank ${rank} for MLX`]);
});

it('an adapter is checked over the weights as quantized files have them', async () => {
  const checked = await exportAdapter(run, { model, out: at('checked'), target: 'gguf', check: true });
  const none = { asked: 3, before: 0, after: 0, lost: [] };
  expect(checked.checked).toEqual({ Q8_0: none, Q4_0: none });
});
