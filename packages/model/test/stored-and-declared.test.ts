import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@alphaedit/engine/node';
import { encodeSafetensors, float32ToFloat16 } from '@alphaedit/safetensors';
import type { ModelPort, Warning } from '@alphaedit/spec';
import { describeShared, expectNoTensorLeak, sharedPath, tinyCheckpoint } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkpointFile, openCheckpointFiles } from '../src/index.js';
import { inspectCheckpoint, loadModel } from '../src/node.js';
import { encodeTensors, tinyFolder } from './tiny-model.js';

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

type Tensors = ReturnType<typeof tinyCheckpoint>['tensors'];
const EMBEDDING = 'transformer.wte.weight';

/** The tiny checkpoint with other tensors and fields. */
function folderWith(change: (tensors: Tensors) => void, fields: object = {}): Promise<string> {
  const { config, tensors } = tinyCheckpoint();
  change(tensors);
  return tinyFolder({
    'model.safetensors': encodeTensors({ tensors }),
    'config.json': JSON.stringify({ ...config, ...fields }),
  });
}

const codes = (warnings: readonly Warning[] | undefined) => warnings!.map(({ code }) => code);

function logits(model: ModelPort, ids = [72, 101, 33]): Float32Array {
  return tf.tidy(() => {
    const layout = model.layout([ids.length]);
    const hidden = model.forward(model.embed([ids], layout), { layout });
    layout.dispose();
    return model.logits(tf.reshape(hidden, [ids.length, model.info.hiddenSize])).dataSync() as Float32Array;
  });
}

/** Logits and warnings of a folder, loaded and freed. */
async function loaded(folder: string) {
  const model = await loadModel(folder);
  const result = { logits: logits(model), warnings: codes(model.warnings), info: model.info };
  model.dispose();
  expect(codes((await inspectCheckpoint(folder)).warnings)).toEqual(result.warnings);
  return result;
}

describe('an output head that is stored though the config ties it', () => {
  const withHead = (factor: number) => (tensors: Tensors) => {
    const { shape, data } = tensors.get(EMBEDDING)!;
    tensors.set('lm_head.weight', { shape, data: data.map((x) => factor * x) });
  };

  it('is used where it differs, and told', async () => {
    const plain = await loaded(await tinyFolder());
    const other = await loaded(await folderWith(withHead(-1)));
    expect(other.warnings).toEqual(['head-not-tied']);
    expect(other.logits).toEqual(plain.logits.map((x) => -x));
    const { shape } = tinyCheckpoint().tensors.get(EMBEDDING)!;
    expect(other.info.parameters).toBe(plain.info.parameters + shape[0]! * shape[1]!);
    const summary = await inspectCheckpoint(await folderWith(withHead(-1)));
    expect(summary.tiedHead).toBe(false);
  });

  it('is the embedding where it is equal, and nothing is told', async () => {
    const plain = await loaded(await tinyFolder());
    const same = await loaded(await folderWith(withHead(1)));
    expect(same).toEqual({ ...plain, warnings: [] });
  });

  it('is compared by its numbers where it is stored in another type', async () => {
    const { tensors } = tinyCheckpoint();
    const rounded = tensors.get(EMBEDDING)!.data.map((x) => Math.round(64 * x) / 64);
    tensors.get(EMBEDDING)!.data.set(rounded);
    const all = [...tensors].map(([name, tensor]) => ({ name, ...tensor }));
    const head = { name: 'lm_head.weight', dtype: 'F16' as const, shape: tensors.get(EMBEDDING)!.shape };
    const stored = encodeSafetensors([...all, { ...head, data: float32ToFloat16(rounded) }]);
    expect((await loaded(await tinyFolder({ 'model.safetensors': stored }))).warnings).toEqual([]);
  });

  it('is asked for where the config does not tie it and it is missing', async () => {
    const folder = await folderWith(() => {}, { tie_word_embeddings: false });
    await expect(loadModel(folder)).rejects.toMatchObject({
      code: 'missing-tensor',
      hint: expect.stringContaining('"tie_word_embeddings": true'),
    });
  });
});

describe('tensors beside those of the model', () => {
  it('are passed over where they are constants', async () => {
    const plain = await loaded(await tinyFolder());
    const folder = await folderWith((tensors) => {
      for (const name of [
        'transformer.h.0.attn.bias',
        'h.1.attn.masked_bias',
        'gpt_neox.layers.0.attention.bias',
      ])
        tensors.set(name, { shape: [1], data: Float32Array.of(1) });
      tensors.set('model.layers.0.self_attn.rotary_emb.inv_freq', { shape: [1], data: Float32Array.of(1) });
    });
    expect(await loaded(folder)).toEqual(plain);
  });

  it('are told where they are anything else', async () => {
    const plain = await loaded(await tinyFolder());
    const folder = await folderWith((tensors) => {
      for (const name of ['score.weight', 'transformer.h.2.ln_1.weight', 'v_head.weight', 'w'])
        tensors.set(name, { shape: [1], data: Float32Array.of(1) });
    });
    expect(await loaded(folder)).toEqual({ ...plain, warnings: ['tensors-unused'] });
    const [warning] = (await inspectCheckpoint(folder)).warnings;
    expect(warning!.message).toContain('4 tensors');
    expect(warning!.data!.tensors).toHaveLength(4);
  });

  it('say of quantized weights that they are', async () => {
    const folder = await folderWith((tensors) => {
      tensors.set('transformer.h.0.mlp.c_fc.qweight', { shape: [1], data: Float32Array.of(1) });
      tensors.delete('transformer.h.0.mlp.c_fc.weight');
    });
    await expect(loadModel(folder)).rejects.toMatchObject({
      code: 'missing-tensor',
      hint: expect.stringContaining('use the unquantized checkpoint'),
    });
  });
});

describe('names with and without their prefix', () => {
  it.each(['', 'transformer.'])('GPT-2 with "%s"', async (prefix) => {
    const plain = await loaded(await tinyFolder());
    const folder = await folderWith((tensors) => {
      const all = [...tensors];
      tensors.clear();
      for (const [name, tensor] of all) tensors.set(name.replace('transformer.', prefix), tensor);
    });
    expect((await loaded(folder)).logits).toEqual(plain.logits);
  });

  for (const [family, usual, others] of [
    ['llama32_tied', 'model.', ['', 'model.model.']],
    ['gpt_neox', 'gpt_neox.', ['']],
    ['gpt_neox', 'embed_out.', ['lm_head.']],
  ] as const) {
    describeShared(`the fixture ${family}, ${usual}`, `fixtures/models/${family}`, () => {
      it.each(others)('under "%s"', async (prefix) => {
        const source = sharedPath('fixtures/models', family);
        const folder = mkdtempSync(join(tmpdir(), 'alphaedit-names-'));
        cpSync(source, folder, { recursive: true });
        const bytes = readFileSync(join(source, 'model.safetensors'));
        const length = Number(bytes.readBigUInt64LE(0));
        const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as object;
        const names = Object.entries(header).map(([name, entry]) => [name.replace(usual, prefix), entry]);
        const text = Buffer.from(JSON.stringify(Object.fromEntries(names)));
        const size = Buffer.alloc(8);
        size.writeBigUInt64LE(BigInt(text.length));
        const weights = Buffer.concat([size, text, bytes.subarray(8 + length)]);
        writeFileSync(join(folder, 'model.safetensors'), weights);
        const plain = await loadModel(source);
        const model = await loadModel(folder);
        expect(logits(model)).toEqual(logits(plain));
        expect(model.warnings).toEqual([]);
        plain.dispose();
        model.dispose();
      });
    });
  }
});

describe('tokens without an embedding', () => {
  const pad = { id: 256, content: '<pad>', special: true, normalized: false };
  const withPad = () => {
    const json = tinyCheckpoint().tokenizerJson as { added_tokens?: object[] };
    const tokens = [...(json.added_tokens ?? []), pad];
    return tinyFolder({ 'tokenizer.json': JSON.stringify({ ...json, added_tokens: tokens }) });
  };

  it('are told, and refused where a text uses them', async () => {
    const plain = await loaded(await tinyFolder());
    const folder = await withPad();
    expect(await loaded(folder)).toEqual({ ...plain, warnings: ['tokenizer-larger'] });
    await expectNoTensorLeak(async () => {
      const model = await loadModel(folder);
      expect(model.warnings![0]!.message).toContain('ids up to 256; the model has 0–255');
      expect(model.tokenizer.vocabularySize).toBe(256);
      expect(model.tokenizer.encode('Hey')).toHaveLength(3);
      const refusal = {
        code: 'token-out-of-range',
        message: 'The text uses token 256 ("<pad>"): the tokenizer makes ids up to 256; the model has 0–255.',
      };
      const { tokenizer } = model;
      expect(() => tokenizer.encode('Hey<pad>')).toThrowError(expect.objectContaining(refusal));
      expect(() => tokenizer.encodeWithOffsets!('<pad>')).toThrowError(expect.objectContaining(refusal));
      expect(await tokenizer.contentHash!()).toMatch(/^[0-9a-f]{64}$/);
      model.dispose();
    });
  });

  describeShared('the case unused-added-token', 'cases/unused-added-token', () => {
    it('is the unmodified fixture', async () => {
      const source = sharedPath('fixtures/models/llama32_tied');
      const folder = mkdtempSync(join(tmpdir(), 'alphaedit-case-'));
      cpSync(source, folder, { recursive: true });
      const file = join(folder, 'tokenizer.json');
      const json = JSON.parse(readFileSync(file, 'utf8')) as { added_tokens: object[] };
      json.added_tokens.push({ ...pad, id: 600 });
      writeFileSync(file, JSON.stringify(json));
      const [plain, model] = [await loadModel(source), await loadModel(folder)];
      const ids = plain.tokenizer.encode('The capital of France is');
      expect(model.tokenizer.encode('The capital of France is')).toEqual(ids);
      expect(logits(model, ids)).toEqual(logits(plain, ids));
      expect(model.warnings![0]!.message).toContain('ids up to 600; the model has 0–599');
      plain.dispose();
      model.dispose();
    });
  });
});

describe('a Git LFS pointer', () => {
  const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';
  const refusal = { code: 'git-lfs-pointer', hint: expect.stringContaining('git lfs pull') };

  it.each(['model.safetensors', 'config.json', 'tokenizer.json', 'tokenizer_config.json'])(
    'is told as such in place of %s',
    async (name) => {
      const folder = await tinyFolder({ [name]: POINTER });
      const told = { ...refusal, message: expect.stringContaining(join(folder, name)) };
      await expect(loadModel(folder)).rejects.toMatchObject(told);
      await expect(inspectCheckpoint(folder)).rejects.toMatchObject(told);
    },
  );

  it('is told of an index and of a shard', async () => {
    const index = JSON.stringify({ weight_map: { a: 'one.safetensors' } });
    const bare = { 'model.safetensors': undefined };
    const folder = await tinyFolder({ ...bare, 'model.safetensors.index.json': POINTER });
    await expect(loadModel(folder)).rejects.toMatchObject(refusal);
    const sharded = await tinyFolder({
      ...bare,
      'model.safetensors.index.json': index,
      'one.safetensors': POINTER,
    });
    await expect(loadModel(sharded)).rejects.toMatchObject(refusal);
  });

  it('is told in a browser too', async () => {
    const files = [checkpointFile('config.json', new Blob([POINTER]))];
    await expect(openCheckpointFiles(files)).rejects.toMatchObject(refusal);
  });

  describeShared('the case git-lfs-pointer', 'cases/git-lfs-pointer', () => {
    it('is refused as what it is', async () => {
      const pointer = readFileSync(sharedPath('cases/git-lfs-pointer/model.safetensors'));
      const folder = await tinyFolder({ 'model.safetensors': pointer });
      await expect(inspectCheckpoint(folder)).rejects.toMatchObject(refusal);
    });
  });
});

it('an adapter is told as one', async () => {
  const folder = await tinyFolder({ 'config.json': undefined, 'adapter_config.json': '{}' });
  await expect(loadModel(folder)).rejects.toMatchObject({ hint: expect.stringContaining('adapter') });
});
