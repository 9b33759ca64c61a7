import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '@alphaedit/engine/node';
import type { ModelPort } from '@alphaedit/spec';
import { describeShared, sharedPath } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { resultFields } from '../src/config/result-fields.js';
import { type ReadShapeOptions, readShape } from '../src/index.js';
import { inspectCheckpoint, loadModel } from '../src/node.js';
import { familyCheckpoint } from './family-checkpoints.js';

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

const LLAMA = { ...familyCheckpoint('llama_tied').config };
const GPT2 = { ...familyCheckpoint('gpt2').config };
const read = (config: object, options: ReadShapeOptions = {}) => readShape(config, () => true, options);
const fieldsOf = ({ warnings }: ReturnType<typeof read>) =>
  warnings.map(({ code, data }) => [code, data!.field, data!.value]);

describe('a field that nobody has heard of', () => {
  const odd = { ...LLAMA, internal_revision: '7b-x' };

  it('is told by name and value', () => {
    expect(fieldsOf(read(odd))).toEqual([['config-field-unknown', 'internal_revision', '7b-x']]);
    expect(read(odd).warnings[0]!.message).toBe(
      'config.json: "internal_revision": "7b-x" is not a known field; it is taken to change nothing.',
    );
    expect(read(LLAMA).warnings).toEqual([]);
  });

  it('is told within an object too', () => {
    const scaling = { rope_type: 'linear', factor: 2, attention_factor: 0.5 };
    const field = 'rope_scaling.attention_factor';
    expect(fieldsOf(read({ ...LLAMA, rope_scaling: scaling }))).toEqual([
      ['config-field-unknown', field, 0.5],
    ]);
  });

  it('is refused where asked for, unless it is null or to be ignored', () => {
    const refusal = { code: 'config-unsupported', hint: expect.stringContaining('ignoreConfigFields') };
    expect(() => read(odd, { strictConfig: true })).toThrowError(expect.objectContaining(refusal));
    expect(() => read({ ...LLAMA, internal_revision: null }, { strictConfig: true })).not.toThrow();
    const ignored = read(odd, { strictConfig: true, ignoreConfigFields: ['internal_revision', 'absent'] });
    expect(fieldsOf(ignored)).toEqual([['config-field-ignored', 'internal_revision', '7b-x']]);
  });
});

/** Whether a family reads a field, so that it cannot be ignored. */
function reads(config: object, name: string): boolean {
  try {
    return read({ ...config, [name]: 'odd' }, { ignoreConfigFields: [name] }).warnings.length === 0;
  } catch {
    return true;
  }
}

describe('a field that changes the result', () => {
  it.each(resultFields.flatMap(({ names, neutral = [] }) => names.map((name) => ({ name, neutral }))))(
    '$name',
    ({ name, neutral }) => {
      // A family that computes with it reads it; some family does not.
      const plain = [LLAMA, GPT2].find((config) => !reads(config, name))!;
      const refusal = { code: 'config-unsupported', message: expect.stringContaining(`"${name}": "odd"`) };
      expect(() => read({ ...plain, [name]: 'odd' })).toThrowError(expect.objectContaining(refusal));
      for (const value of [...neutral, null]) {
        expect(fieldsOf(read({ ...plain, [name]: value }, { strictConfig: true })), `${value}`).toEqual([]);
      }
      const ignored = read({ ...plain, [name]: 'odd' }, { ignoreConfigFields: [name] });
      expect(fieldsOf(ignored)).toEqual([['config-field-ignored', name, 'odd']]);
    },
  );

  it.each([
    ['heads of their usual number', LLAMA, { num_kv_heads: 2, v_head_dim: 4 }],
    ['all blocks alike', LLAMA, { layer_types: ['full_attention', 'full_attention'] }],
    ['a window longer than the context', LLAMA, { sliding_window: 32 }],
    ['a window that is off', LLAMA, { sliding_window: 8, use_sliding_window: false }],
    ['the usual factor', LLAMA, { attention_multiplier: 0.5, query_pre_attn_scalar: 4 }],
    ['the same activation', LLAMA, { hidden_activation: 'silu', activation: 'swiglu' }],
    ['the same base', LLAMA, { rope_theta: 5e5, rope_base: 5e5 }],
    ['code for a tokenizer', LLAMA, { auto_map: { AutoTokenizer: 'x.Y', AutoConfig: 'x.Z' } }],
    ['no heads pruned', GPT2, { pruned_heads: {} }],
    [
      'the windows of every block',
      familyCheckpoint('mistral').config,
      { layer_types: Array(2).fill('sliding_attention') },
    ],
    ['norms of q and k that the family has', familyCheckpoint('qwen3').config, { use_qk_norm: true }],
  ])('says nothing new: %s', (_, config, more) => {
    expect(fieldsOf(read({ ...config, ...more }, { strictConfig: true }))).toEqual([]);
  });

  it.each([
    ['pruned heads', GPT2, { pruned_heads: { 0: [1] } }, 'pruned_heads'],
    ['fewer heads for keys', GPT2, { num_key_value_heads: 1 }, 'num_key_value_heads'],
    ['another size of head', GPT2, { head_dim: 8 }, 'head_dim'],
    ['tokens that see what follows', LLAMA, { is_causal: false }, 'is_causal'],
    ['neighbouring pairs', LLAMA, { rope_interleaved: true }, 'rope_interleaved'],
    ['several positions', familyCheckpoint('qwen2').config, { use_mrope: true }, 'use_mrope'],
    [
      'windows that some blocks lack',
      familyCheckpoint('mistral').config,
      { layer_types: ['full_attention', 'sliding_attention'] },
      'layer_types',
    ],
    ['the other activation', GPT2, { hidden_act: 'relu' }, 'hidden_act'],
  ])('is refused in a sentence: %s', (_, config, more, field) => {
    const refusal = {
      code: 'config-unsupported',
      hint: expect.stringMatching(/^(This field|With this) .+\.$/),
    };
    expect(() => read({ ...config, ...more })).toThrowError(expect.objectContaining(refusal));
    expect(() => read({ ...config, ...more })).toThrowError(new RegExp(`"${field}"`));
  });

  it('is never ignored where the family computes with it', () => {
    const { shape } = read(familyCheckpoint('mistral').config, { ignoreConfigFields: ['sliding_window'] });
    expect(shape.attentionWindow(0)).toBe(4);
  });
});

describe('quantized weights are refused by their kind, with the remedy', () => {
  it.each([
    [{ quantization_config: { quant_method: 'gptq', bits: 4, group_size: 128 } }, 'gptq, 4 bits'],
    [{ quantization_config: { quant_method: 'awq', w_bit: 4 } }, 'awq'],
    [{ quantization_config: { load_in_8bit: true } }, 'quantized'],
    [{ compression_config: { quant_method: 'compressed-tensors' } }, 'compressed-tensors'],
    [{ quantization: { group_size: 64, bits: 4 } }, '4 bits'],
  ])('%o', (more, kind) => {
    expect(() => read({ ...LLAMA, ...more }, { ignoreConfigFields: Object.keys(more) })).toThrowError(
      expect.objectContaining({
        code: 'config-unsupported',
        message: expect.stringContaining(kind),
        hint: expect.stringMatching(/^Quantized weights cannot be edited: use the unquantized checkpoint/),
      }),
    );
  });

  it('an empty note of it is none', () => {
    expect(() => read({ ...LLAMA, quantization_config: {} })).not.toThrow();
  });
});

it('a model without model_type is told by its class', () => {
  const { model_type, ...rest } = familyCheckpoint('gpt_neox').config;
  expect(read({ ...rest, architectures: ['GPTNeoXForCausalLM'] }).shape.architecture).toBe(model_type);
  expect(() => read(rest)).toThrowError(expect.objectContaining({ code: 'config-field' }));
});

/** Folders of cases, the fixture each is a change of, and the fields it is warned of. */
const CASES: [string, string, string[]][] = [
  ['gpt2-xl-output-past', 'gpt2', []],
  ['llama-internal-version', 'llama32_tied', []],
  ['mistral-pruned-heads', 'mistral', []],
  ['neox-custom-pipelines', 'gpt_neox', []],
  ['qwen25-use-mrope', 'qwen2', []],
  ['smollm2-rope-interleaved', 'llama32_tied', []],
  ['smollm2-transformersjs', 'llama32_tied', []],
];

/** The fixture as a folder, with the config of a case. */
function withConfigOf(name: string, fixture: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'alphaedit-case-'));
  cpSync(sharedPath('fixtures/models', fixture), folder, { recursive: true });
  cpSync(sharedPath('cases', name, 'config.json'), join(folder, 'config.json'));
  return folder;
}

function lastLogits(model: ModelPort): Float32Array {
  const ids = model.tokenizer.encode('The capital of France is');
  return tf.tidy(() => {
    const layout = model.layout([ids.length]);
    const hidden = model.forward(model.embed([ids], layout), { layout });
    const last = tf.slice(hidden, [0, ids.length - 1, 0], [1, 1, -1]);
    return model.logits(tf.reshape(last, [1, model.info.hiddenSize])).dataSync() as Float32Array;
  });
}

describe.each(CASES)('the case %s', (name, fixture, warned) => {
  describeShared('is the unmodified fixture', `cases/${name}`, () => {
    it('to the last bit', async () => {
      const folder = withConfigOf(name, fixture);
      const model = await loadModel(folder);
      const plain = await loadModel(sharedPath('fixtures/models', fixture));
      expect(lastLogits(model)).toEqual(lastLogits(plain));
      expect(model.warnings!.map(({ data }) => data!.field)).toEqual(warned);
      expect((await inspectCheckpoint(folder)).warnings).toEqual(model.warnings);
      const expected = readFileSync(sharedPath('cases', name, 'expected.txt'), 'utf8');
      const [, token] = /next token.*\n.*?\s(\d+)\s+0\.\d+/.exec(expected)!;
      const logits = lastLogits(model);
      expect(logits.indexOf(Math.max(...logits))).toBe(Number(token));
      model.dispose();
      plain.dispose();
    });
  });
});

describeShared('the case quantized-hint', 'cases/quantized-hint', () => {
  it('is refused in a sentence', async () => {
    const folder = withConfigOf('quantized-hint', 'llama32_tied');
    await expect(inspectCheckpoint(folder)).rejects.toMatchObject({
      code: 'config-unsupported',
      message: expect.stringContaining('gptq, 4 bits'),
      hint: expect.stringContaining('use the unquantized checkpoint'),
    });
  });
});
