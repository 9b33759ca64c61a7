import { readFileSync } from 'node:fs';
import { startEngine } from '@alphaedit/engine/node';
import type { ModelPort } from '@alphaedit/spec';
import { relativeDistance, tinyCheckpoint } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createTokenizer,
  loadTransformer,
  readShape,
  requiredWeights,
  type TransformerShape,
} from '../src/index.js';

/**
 * The fields of published config.json files, with small sizes, and what `transformers` computes for them with weights
 * that are made from their names: see published/record_logits.py.
 */
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`published/${name}`, import.meta.url), 'utf8'));
const configs = read('configs.json') as { model: string; config: Record<string, unknown> }[];
const logits = read('logits.json') as Record<string, number[]>;
const IDS = [5, 17, 42, 3, 60, 17, 8, 33, 21, 50, 2, 11];

/** Float32 on both sides, summed in different orders; the file keeps six decimals. */
const FORWARD_TOLERANCE = 2e-5;
/** Fields of these files that are not known here, which is told. */
const UNKNOWN: Readonly<Record<string, string[]>> = { 'EleutherAI/polyglot-ko-1.3b': ['num_steps'] };

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

function weights(name: string, shape: readonly number[]): Float32Array {
  const seed = [...name].reduce((sum, character, i) => sum + (i + 1) * character.charCodeAt(0), 0);
  const offset = shape.length === 1 && name.endsWith('weight') ? 1 : 0;
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => {
    const value = ((i * 7919 + seed * 104729 + 1) % 10007) / 10007 - 0.5;
    return value * 0.6 + offset;
  });
}

function load(config: Record<string, unknown>, options: { strictConfig?: boolean } = {}): Promise<ModelPort> {
  const shapes = requiredWeights(readShape(config, () => true).shape);
  const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
  return loadTransformer({
    ...options,
    config: { ...config },
    tokenizer: { ...createTokenizer(tokenizerJson, tokenizerConfig), vocabularySize: 64 },
    tensors: {
      has: (name) => shapes.has(name),
      shape: (name) => shapes.get(name)!,
      read: async (name) => weights(name, shapes.get(name)!),
      digest: async () => '',
    },
  });
}

function lastLogits(model: ModelPort): Float32Array {
  return tf.tidy(() => {
    const layout = model.layout([IDS.length]);
    const hidden = model.forward(model.embed([IDS], layout), { layout });
    layout.dispose();
    const last = tf.slice(hidden, [0, IDS.length - 1, 0], [1, 1, -1]);
    return model.logits(tf.reshape(last, [1, model.info.hiddenSize])).dataSync() as Float32Array;
  });
}

it('are at least forty, of every family', () => {
  expect(configs.length).toBeGreaterThanOrEqual(40);
  const families = new Set(configs.map(({ config }) => config.model_type).filter(Boolean));
  expect([...families].sort()).toEqual(['gpt2', 'gpt_neox', 'gptj', 'llama', 'mistral', 'qwen2', 'qwen3']);
});

describe.each(configs)('$model', ({ model: name, config }) => {
  it('gives the logits of transformers, and warns of nothing known', async () => {
    const model = await load(config);
    const fields = model.warnings!.map(({ code, data }) => [code, data!.field]);
    expect(fields).toEqual((UNKNOWN[name] ?? []).map((field) => ['config-field-unknown', field]));
    const found = lastLogits(model).slice(0, logits[name]!.length);
    expect(relativeDistance(found, logits[name]!)).toBeLessThan(FORWARD_TOLERANCE);
    model.dispose();
  });

  it('is the same transformer with fields more that change nothing', () => {
    const inert = {
      output_past: true,
      torch_dtype: 'float16',
      transformers_version: '4.0.0',
      task_specific_params: { summarization: { min_length: 5 } },
      keys_to_ignore_at_inference: ['past_key_values'],
      custom_pipelines: {},
      'transformers.js_config': { dtype: 'q4' },
      _name_or_path: 'x',
      pruned_heads: {},
      num_nextn_predict_layers: 0,
      logits_scaling: 1,
      use_mrope: false,
      rope_interleaved: false,
      vocab_size_or_config_json_file: 64,
      logit_scale: null,
    };
    const plain = readShape(config, () => true);
    const more = readShape({ ...config, ...inert }, () => true);
    expect(more.warnings).toEqual(plain.warnings);
    expect(flat(more.shape)).toEqual(flat(plain.shape));
  });
});

/** A shape with its functions of the block called. */
const flat = (shape: TransformerShape) => ({
  ...shape,
  ...Object.fromEntries(
    (['attentionScale', 'attentionWindow', 'block'] as const).map((key) => [
      key,
      Array.from({ length: shape.blocks }, (_, b) => shape[key](b)),
    ]),
  ),
});
