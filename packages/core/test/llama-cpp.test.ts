// Edited models in llama.cpp: the same next tokens and probabilities as here.
import { existsSync } from 'node:fs';
import type { Fact } from '@alphaedit/spec';
import {
  describeLlamaCpp,
  type LlamaCppModel,
  openInLlamaCpp,
  sharedPath,
  temporaryFolder,
} from '@alphaedit/testing';
import { afterEach, describe, expect, it } from 'vitest';
import {
  applyEdits,
  exportAdapter,
  exportGguf,
  type GgufDtype,
  type OpenedModel,
  openModel,
  openStack,
} from '../src/node.js';
import { writeRun } from './written-run.js';

/** Largest difference of a log-probability where both compute in float32; measured: 1.6e-6. */
const FLOAT32 = 1e-5;
/** llama.cpp looks GELU up in a table of 65 536 float16 values; measured: 8.1e-4. */
const GELU_TABLE = 2e-3;
/** The weights have 11 bits in float16, and 8 in Q8_0; measured: 1.3e-3 and 0.052, the largest of all families. */
const ROUNDED = { float16: 3e-3, q8_0: 0.1 } as const;

// Shorter than the attention window of the fixture that has one: llama.cpp has none.
const TEXT = 'The tea is';
const FAMILIES = ['gpt2', 'gpt_neox', 'llama3', 'llama32_tied', 'mistral', 'qwen2', 'qwen3'];
const there = FAMILIES.filter((name) => existsSync(sharedPath('fixtures/models', name)));
const facts: readonly Fact[] = [0, 1].map((i) => ({ subject: `Ann${i}`, prompt: '{} likes', target: 'tea' }));

describeLlamaCpp('in llama.cpp', () => {
  const at = temporaryFolder();
  const opened: (OpenedModel | LlamaCppModel)[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.dispose();
  });

  describe.each(there)('%s', (name) => {
    const model = sharedPath('fixtures/models', name);
    const run = at(`${name}-run`);

    const written = async (folder: string, size: number) => {
      const one = await openModel(model);
      opened.push(one);
      const parameters = one.port.info.editable;
      await writeRun(folder, { model, facts, batches: [1, 1], size, parameters });
      return one;
    };
    const gguf = async (edits: string, out: string, dtype: GgufDtype) =>
      (await exportGguf(edits, { model, out, dtype })).file;
    const inLlamaCpp = async (file: string, adapter?: string) => {
      const one = await openInLlamaCpp(file, adapter);
      opened.push(one);
      return one;
    };
    /** Largest difference of the log-probabilities of the twenty likeliest tokens, the text's ids being the same. */
    const difference = async (here: OpenedModel, other: LlamaCppModel) => {
      const [{ inputIds, top } = { inputIds: [], top: [] }] = await predicted(here);
      expect(other.tokenize(TEXT)).toEqual([...inputIds]);
      const found = await other.probabilities(inputIds);
      return Math.max(
        ...top.map(({ id, probability }) => Math.abs(Math.log(found.get(id)!) - Math.log(probability))),
      );
    };
    const predicted = (here: OpenedModel) => here.predict({ prompts: [TEXT], targets: [], top: 20 });

    it('says the same as a model and as an adapter over its base', async () => {
      const exact = name.startsWith('gpt') ? GELU_TABLE : FLOAT32;
      const here = await written(run, 0.3);
      await written(at(`${name}-none`), 0);
      const base = await gguf(at(`${name}-none`), at(`${name}-base`), 'float32');
      const unedited = await predicted(here);
      expect(await difference(here, await inLlamaCpp(base))).toBeLessThan(exact);
      await applyEdits(here.port, await openStack(here.port, [run]));
      expect(await predicted(here)).not.toEqual(unedited);
      const { file } = await exportAdapter(run, { model, out: at(`${name}-adapter`), target: 'gguf' });
      expect(await difference(here, await inLlamaCpp(base, file))).toBeLessThan(exact);
      const whole = await inLlamaCpp(await gguf(run, at(`${name}-whole`), 'float32'));
      expect(await difference(here, whole)).toBeLessThan(exact);
      const ids = here.port.tokenizer.encode(TEXT);
      const tokens = await whole.continuation(ids, 4);
      expect(here.port.tokenizer.decode(tokens)).toBe(await here.complete(TEXT, { tokens: 4 }));
      for (const dtype of ['float16', 'q8_0'] as const) {
        const rounded = await inLlamaCpp(await gguf(run, at(`${name}-${dtype}`), dtype));
        expect(await difference(here, rounded)).toBeLessThan(exact + ROUNDED[dtype]);
      }
    });
  });
});
