import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertPackOf, exportBroken, type ModelIdentity } from '@alphaedit/artifacts';
import { checkExport, readProvenance } from '@alphaedit/artifacts/node';
import { readJson } from '@alphaedit/files';
import { openGguf } from '@alphaedit/gguf/node';
import { inspectCheckpoint, openCheckpoint } from '@alphaedit/model/node';
import { openSafetensors, type SafetensorsFile } from '@alphaedit/safetensors/node';
import type { FloatArray } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import * as z from 'zod';
import { GGUF_FILES, MLX_FILES, PEFT_FILES } from '../export/adapter-targets.js';
import { GGUF_MODEL_FILE } from '../export/export-gguf.js';
import { identityOfFolder } from '../model/identity-of-folder.js';
import { factsOfPack } from './facts-of-pack.js';
import { Checklist, type Verification } from './verification.js';
import type { VerifyOptions } from './verify-run.js';

/** What an adapter has to say of itself, as PEFT or MLX reads it. */
const configSchema = z.union([
  z.looseObject({
    peft_type: z.string(),
    r: z.int().min(1),
    base_model_name_or_path: z.string().nullable(),
  }),
  z.looseObject({
    fine_tune_type: z.string(),
    num_layers: z.int().min(1),
    lora_parameters: z.looseObject({ rank: z.int().min(1) }),
  }),
]);

/** Whether the files of an exported checkpoint are as they were written, can be read, and hold finite weights only. */
export async function verifyCheckpoint(folder: string, options: VerifyOptions = {}): Promise<Verification> {
  const list = new Checklist();
  await provenance(folder, options, list);
  await list.look('weights', async () => {
    if (existsSync(join(folder, GGUF_MODEL_FILE))) {
      const { of, count } = await finiteGguf(join(folder, GGUF_MODEL_FILE), options);
      return [true, `${of}, ${count} finite tensors`];
    }
    const { architecture, dtype, files } = await inspectCheckpoint(folder, options);
    const count = await finiteTensors(folder, files, options);
    return [true, `${architecture}, ${count} finite tensors, ${dtype}`];
  });
  return list.result('checkpoint');
}

/** Whether the files of an adapter are as they were written, can be read, and hold finite numbers only. */
export async function verifyAdapter(folder: string, options: VerifyOptions = {}): Promise<Verification> {
  const list = new Checklist();
  await provenance(folder, options, list);
  const isGguf = existsSync(join(folder, GGUF_FILES.weights));
  await (isGguf ? ggufAdapterContents(folder, options, list) : loraContents(folder, options, list));
  return list.result('adapter');
}

async function loraContents(folder: string, options: VerifyOptions, { look }: Checklist): Promise<void> {
  await look('config', async () => {
    const path = join(folder, PEFT_FILES.config);
    const config = await readJson(path, configSchema, (problem, cause) => exportBroken(path, problem, cause));
    const said =
      'peft_type' in config
        ? `${config.peft_type} of rank ${config.r} for ${config.base_model_name_or_path}`
        : `${config.fine_tune_type} of rank ${config.lora_parameters.rank} for MLX`;
    return [config, said];
  });
  await look('weights', async () => {
    const isMlx = existsSync(join(folder, MLX_FILES.weights));
    const count = await finiteTensors(folder, [(isMlx ? MLX_FILES : PEFT_FILES).weights], options);
    return [true, `${count / 2} weights, ${count} finite tensors`];
  });
}

async function ggufAdapterContents(
  folder: string,
  options: VerifyOptions,
  { look }: Checklist,
): Promise<void> {
  await look('weights', async () => {
    const { of, count } = await finiteGguf(join(folder, GGUF_FILES.weights), options);
    return [true, `${count / 2} weights of ${of}, ${count} finite tensors`];
  });
}

/** How many tensors a GGUF file holds, and of which family. @throws {EditError} `export-broken` where a number is not finite */
async function finiteGguf(path: string, { signal }: VerifyOptions) {
  const file = await openGguf(path);
  try {
    for (const { name, size } of file.tensors.values()) {
      for (let from = 0; from < size; from += PIECE) {
        throwIfAborted(signal, 'verifying');
        const range = { from, to: Math.min(size, from + PIECE) };
        assertAllFinite(await file.readFloat32(name, range), path, name);
      }
    }
    return { of: file.metadata.get('general.architecture')?.value, count: file.tensors.size };
  } finally {
    await file.close();
  }
}

/** What `alphaedit.json` says, the files it names, and the model it is of. */
async function provenance(folder: string, options: VerifyOptions, { look, unproven }: Checklist) {
  const said = await look('provenance', async () => {
    const read = await readProvenance(folder);
    if (!read) return [read, 'none: there is no alphaedit.json'];
    const { editor, base, facts } = read;
    const texts = facts ? 'with their texts and old answers' : 'without their texts';
    return [read, `${editor} on ${base.name} (${base.hash.slice(0, 12)}), ${factsOfPack(read)}, ${texts}`];
  });
  const files = said?.files;
  if (files) {
    await look('files', async () => {
      const others = await checkExport(folder, files, options);
      if (others.length > 0)
        unproven.push(`what else lies there, which is no part of it: ${others.join(', ')}`);
      return [true, `${files.length} as written`];
    });
  } else {
    unproven.push(
      said
        ? 'that its files are as they were written: it was made by an earlier version, which kept no hashes'
        : 'where its weights come from, and that its files are as they were written: nothing in it says so',
    );
  }
  const { model } = options;
  if (!said) return;
  if (model === undefined) unproven.push('that it was made from a model at hand: give `model`');
  else await look('made from this model', () => ofModel(folder, model, said.base));
}

async function ofModel(
  folder: string,
  model: string,
  base: ModelIdentity & { readonly name: string },
): Promise<readonly [true, string]> {
  const checkpoint = await openCheckpoint(model);
  try {
    assertPackOf({ model: base }, await identityOfFolder(checkpoint, base), folder);
    return [true, base.hash.slice(0, 12)];
  } finally {
    await checkpoint.close();
  }
}

/** Numbers looked at in one go: a tensor may be larger than memory. */
const PIECE = 2 ** 24;

/** How many tensors of floats the files hold. @throws {EditError} `export-broken` where a number is not finite */
async function finiteTensors(
  folder: string,
  files: readonly string[],
  { signal }: VerifyOptions,
): Promise<number> {
  let count = 0;
  for (const name of files) {
    const file = await openSafetensors(join(folder, name));
    try {
      for (const tensor of file.tensors.values()) {
        if (!/^B?F\d\d$/.test(tensor.dtype)) continue;
        await assertFinite(file, tensor.name, signal);
        count++;
      }
    } finally {
      await file.close();
    }
  }
  return count;
}

async function assertFinite(
  file: SafetensorsFile,
  name: string,
  signal: VerifyOptions['signal'],
): Promise<void> {
  const { size } = file.tensors.get(name)!;
  for (let from = 0; from < size; from += PIECE) {
    throwIfAborted(signal, 'verifying');
    const values = await file.readFloat64(name, { from, to: Math.min(size, from + PIECE) });
    assertAllFinite(values, file.path, name);
  }
}

/** @throws {EditError} `export-broken` */
function assertAllFinite(values: FloatArray, path: string, name: string): void {
  let wrong = 0;
  for (const value of values) if (!Number.isFinite(value)) wrong++;
  if (wrong === 0) return;
  throw exportBroken(path, `holds ${wrong} numbers that are not finite in tensor "${name}"`);
}
