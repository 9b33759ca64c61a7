import { startEngine } from '@alphaedit/engine/node';
import { decodeSafetensors, encodeSafetensors } from '@alphaedit/safetensors';
import { AlphaEditError, seededRandom } from '@alphaedit/spec';
import { expectNoTensorLeak, tinyCheckpoint } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTokenizer, loadTransformer } from '../src/index.js';
import { FAMILIES, familyCheckpoint } from './family-checkpoints.js';

/** Over all families: 8 × 1350 = 10 800. */
const MUTATIONS = 1350;
/** One of so many checkpoints that load is also run. */
const RUN_EVERY = 8;
/** A single mutation that takes this long hangs, on the slowest machine. */
const HANG_MS = 20_000;

beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
});

const NASTY: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  2,
  3,
  7,
  16,
  0.5,
  1e-300,
  1e300,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53,
  '',
  '8',
  'gelu',
  'relu',
  'default',
  'linear',
  'yarn',
  [],
  [1, 2],
  {},
  { rope_type: 'linear', factor: 2 },
  { rope_theta: 1 },
  { type: 'llama3' },
  ['sliding_attention', 'full_attention'],
];
const FIELDS = [
  'quantization_config',
  'num_experts',
  'rope_scaling',
  'rope_parameters',
  'partial_rotary_factor',
  'head_dim',
  'sliding_window',
  'attention_bias',
  'tie_word_embeddings',
  'n_ctx',
  '__proto__',
  'constructor',
  'logit_scale',
];
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '-',
  '9',
  '0',
  'e9',
  'null',
  'BF16',
  'F64',
  '\\',
  '4294967296',
];

type Pick = <T>(list: readonly T[]) => T;

/** Replaces, deletes or adds a field somewhere in a JSON value, or damages its text. */
function mutateJson(value: unknown, int: (n: number) => number, pick: Pick): string {
  const copy = structuredClone(value) as Record<string, unknown>;
  for (let round = 1 + int(2); round > 0; round--) {
    let at = copy;
    for (;;) {
      const inner = Object.values(at).filter(
        (v) => typeof v === 'object' && v !== null && Object.keys(v).length > 0,
      ) as Record<string, unknown>[];
      if (inner.length === 0 || int(3) > 0) break;
      at = pick(inner);
    }
    const keys = Object.keys(at);
    const key = keys.length > 0 && int(6) > 0 ? pick(keys) : pick(FIELDS);
    if (int(5) === 0) delete at[key];
    else
      Object.defineProperty(at, key, {
        value: structuredClone(pick(NASTY)),
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  const text = JSON.stringify(copy);
  if (int(8) > 0) return text;
  const cut = int(text.length);
  return text.slice(0, cut) + pick(TOKENS) + text.slice(cut + int(3));
}

/** Damages a file, mostly in its header; half of the time the length field fits again. */
function mutateBytes(good: Uint8Array, int: (n: number) => number, pick: Pick): Uint8Array {
  const end = 8 + Number(new DataView(good.buffer).getBigUint64(0, true));
  const at = int(5) === 0 ? int(good.length) : 8 + int(end - 8);
  const insert = new TextEncoder().encode(pick(TOKENS));
  const [before, rest] = [good.subarray(0, at), good.subarray(at)];
  const kind = int(5);
  const bytes =
    kind === 0
      ? Uint8Array.of(...before, int(256), ...rest.subarray(1))
      : kind === 1
        ? Uint8Array.of(...before, ...insert, ...rest.subarray(insert.length))
        : kind === 2
          ? Uint8Array.of(...before, ...insert, ...rest)
          : kind === 3
            ? Uint8Array.of(...before, ...rest.subarray(1 + int(8)))
            : good.slice(0, int(good.length));
  if (bytes.length > 8 && int(2) === 0) {
    const length = Math.max(0, end - 8 + bytes.length - good.length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  }
  return bytes;
}

const { tokenizerJson, tokenizerConfig } = tinyCheckpoint();
const TOKENIZER = JSON.stringify(tokenizerJson);

/** Loads a checkpoint of which anything may be damaged, and runs it when `run`. */
async function load(
  files: { readonly config: string; readonly weights: Uint8Array; readonly tokenizer: string },
  run: boolean,
): Promise<void> {
  const config: unknown = JSON.parse(files.config);
  const file = decodeSafetensors(files.weights);
  const tokenizer = createTokenizer(JSON.parse(files.tokenizer), tokenizerConfig);
  const model = await loadTransformer({
    config,
    tokenizer,
    tensors: {
      has: (name) => file.tensors.has(name),
      shape: (name) => file.tensors.get(name)!.shape,
      read: async (name) => file.readFloat32(name).slice(),
      digest: async () => 'fuzz',
    },
  });
  try {
    const ids = tokenizer.encode('Hé yo').slice(0, 6);
    for (const id of ids) if (!(Number.isInteger(id) && id >= 0)) throw new Error(`an id that is ${id}`);
    const { info } = model;
    for (const { name, dIn, dOut } of info.editable) {
      const size = file.tensors.get(name)!.size;
      if (dIn !== info.keySize || dOut !== info.hiddenSize || size !== dIn * dOut)
        throw new Error('a wrong shape');
    }
    if (!run || ids.length === 0 || ids.length > info.contextLength) return;
    const layout = model.layout([ids.length]);
    const logits = tf.tidy(() => {
      const hidden = model.forward(model.embed([ids], layout), { layout });
      return model.logits(tf.reshape(hidden, [ids.length, info.hiddenSize])).arraySync();
    });
    layout.dispose();
    if (logits.length !== ids.length || logits.some((row) => row.length !== info.vocabularySize))
      throw new Error('logits of a wrong shape');
    if (!logits.flat().every(Number.isFinite)) throw new Error('logits that are not finite');
  } finally {
    model.dispose();
  }
}

const typed = (error: unknown) =>
  // Files of broken JSON are met by `readJson`, which words them; here JSON.parse stands in for it.
  AlphaEditError.isInstance(error) || (error instanceof SyntaxError && /JSON/.test(error.message));

describe.each(FAMILIES)('%s', (family) => {
  it(`${MUTATIONS} damaged checkpoints are refused with a typed error, or load with shapes that hold`, async () => {
    const random = seededRandom(20_260_801 + FAMILIES.indexOf(family));
    const int = (n: number) => Math.floor(random() * n);
    const pick: Pick = (list) => list[int(list.length)]!;
    const { config, tensors } = familyCheckpoint(family);
    const weights = encodeSafetensors(tensors);
    const good = { config: JSON.stringify(config), weights, tokenizer: TOKENIZER };
    await load(good, true);
    const outcomes = { refused: 0, loaded: 0 };
    await expectNoTensorLeak(async () => {
      for (let i = 0; i < MUTATIONS; i++) {
        const what = int(20);
        const files = {
          ...good,
          ...(what < 12
            ? { config: mutateJson(config, int, pick) }
            : what < 17
              ? { weights: mutateBytes(weights, int, pick) }
              : { tokenizer: mutateJson(tokenizerJson, int, pick) }),
        };
        const started = performance.now();
        try {
          await load(files, outcomes.loaded % RUN_EVERY === 0);
          outcomes.loaded++;
        } catch (error) {
          if (!typed(error)) {
            const shown = what < 12 ? files.config : what < 17 ? '(bytes)' : files.tokenizer.slice(0, 300);
            throw new Error(`mutation ${i}: ${(error as Error).message}\n${shown}`, { cause: error });
          }
          outcomes.refused++;
        }
        expect(performance.now() - started, `mutation ${i}`).toBeLessThan(HANG_MS);
      }
    });
    // Both must happen, or the mutations miss their aim.
    expect(outcomes.refused).toBeGreaterThan(MUTATIONS / 3);
    expect(outcomes.loaded).toBeGreaterThan(MUTATIONS / 20);
  });
});
