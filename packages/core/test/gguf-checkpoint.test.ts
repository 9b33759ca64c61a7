import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describeShared, sharedPath, temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  applyEdits,
  exportAdapter,
  exportEditedCheckpoint,
  exportGguf,
  type OpenedModel,
  openModel,
  openStack,
} from '../src/node.js';
import { writeRun } from './written-run.js';

const at = temporaryFolder();
const opened: OpenedModel[] = [];
const open = async (model: string) => {
  const one = await openModel(model);
  opened.push(one);
  return one;
};
afterEach(() => {
  for (const one of opened.splice(0)) one.dispose();
});
const facts = [{ subject: 'Ann', prompt: '{} likes', target: 'tea' }];
const asked = { prompts: ['Ann likes'], targets: ['tea'], top: 10 };

/** A run on a model and its GGUF file. */
async function written(model: string, name: string, size: number, dtype: 'float32' | 'q8_0' = 'float32') {
  const { port } = await open(model);
  const run = at(`${name}-run`);
  await writeRun(run, { model, facts, batches: [1], size, parameters: port.info.editable });
  return { run, port, file: (await exportGguf(run, { model, out: at(`${name}-gguf`), dtype })).file };
}

describe('a GGUF file as a checkpoint', () => {
  beforeAll(() => writeTinyModel(at('model')));

  it('is the model that was written, tokenizer and all', async () => {
    const { run, port, file } = await written(at('model'), 'tiny', 0.3);
    const here = await open(file);
    const there = await open(at('model'));
    await applyEdits(there.port, await openStack(there.port, [run]));
    expect(await here.predict(asked)).toEqual(await there.predict(asked));
    expect(here.port.info).toEqual(port.info);
  });

  it('is edited beside it, and never written anew unasked', async () => {
    const { file } = await written(at('model'), 'quantized', 0, 'q8_0');
    const before = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    const { port } = await open(file);
    const run = at('over-run');
    await writeRun(run, { model: file, facts, batches: [1], size: 0.3, parameters: port.info.editable });
    const unedited = await (await open(file)).predict(asked);
    const edited = await open(file);
    await applyEdits(edited.port, await openStack(edited.port, [run]));
    expect(await edited.predict(asked)).not.toEqual(unedited);
    const adapter = await exportAdapter(run, { model: file, out: at('over-adapter'), target: 'gguf' });
    expect(adapter.modules[0]!.module).toBe('blk.0.ffn_down.weight');
    const refused = { code: 'export-quantized', hint: expect.stringContaining("dtype: 'float16'") };
    await expect(exportGguf(run, { model: file, out: at('over-none') })).rejects.toThrowError(
      expect.objectContaining(refused),
    );
    await expect(exportEditedCheckpoint(run, { model: file, out: at('over-none') })).rejects.toMatchObject({
      code: 'export-quantized',
    });
    const whole = await exportGguf(run, { model: file, out: at('over-whole'), dtype: 'float32' });
    const again = await open(whole.file);
    expect(await again.predict(asked)).toEqual(await edited.predict(asked));
    expect(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ).toBe(before);
  });
});

const families = ['gpt2', 'gpt_neox', 'llama3', 'llama32_tied', 'mistral', 'qwen2', 'qwen3'];
describeShared('GGUF files of the families', 'fixtures/models', () => {
  it.each(families.filter((name) => existsSync(sharedPath('fixtures/models', name))))('%s', async (name) => {
    const model = sharedPath('fixtures/models', name);
    const { file } = await written(model, name, 0);
    const [here, there] = [await open(file), await open(model)];
    // Shorter than the attention window that one of them has and a GGUF file cannot say.
    const [one, other] = [await here.predict(asked), await there.predict(asked)];
    expect(one[0]!.inputIds).toEqual(other[0]!.inputIds);
    for (const [i, { id, probability }] of one[0]!.top.entries()) {
      expect(id).toBe(other[0]!.top[i]!.id);
      expect(probability).toBeCloseTo(other[0]!.top[i]!.probability, 6);
    }
  });
});
