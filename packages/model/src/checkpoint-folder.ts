import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSafetensors, type SafetensorsFile } from '@alphaedit/safetensors/node';
import { CheckpointError, TokenizerError } from '@alphaedit/spec';
import { digestCheckpoint } from './checkpoint-digest.js';
import { modelFolder } from './hub/model-folder.js';
import type { TensorSource } from './load-transformer.js';
import { readJson } from './read-json.js';
import { shardNames } from './shard-names.js';
import { type CheckpointTokenizer, createTokenizer } from './tokenizer/create-tokenizer.js';

const DOWNLOAD_HINT = 'Point at a folder with config.json, tokenizer.json and *.safetensors, whole.';

/** A Hugging Face checkpoint folder with its headers read and its files open. The caller closes it. */
export interface CheckpointFolder {
  readonly directory: string;
  readonly config: unknown;
  readonly tensors: TensorSource & { dtype(name: string): string };
  readonly files: readonly string[];
  tokenizer(): Promise<CheckpointTokenizer>;
  close(): Promise<void>;
}

/**
 * Opens a checkpoint folder, or the one a hub's model was pulled into: one `model.safetensors`, or the shards
 * its index names.
 *
 * @param model path of a folder, or the id of a pulled model
 * @throws {CheckpointError} `model-not-pulled`, `not-a-checkpoint`, `file-missing`, `json-broken`, `index-broken`, `missing-shard`
 * and those of `openSafetensors`
 */
export async function openCheckpoint(model: string): Promise<CheckpointFolder> {
  const directory = await modelFolder(model);
  if (!existsSync(join(directory, 'config.json'))) {
    throw new CheckpointError({
      code: 'not-a-checkpoint',
      message: existsSync(directory) ? `${directory} holds no config.json.` : `${directory} does not exist.`,
      hint: DOWNLOAD_HINT,
      data: { directory },
    });
  }
  const config = await readJson(join(directory, 'config.json'), CheckpointError, DOWNLOAD_HINT);
  const names = await tensorFiles(directory);
  const files: SafetensorsFile[] = [];
  const close = async () => {
    await Promise.all(files.map((file) => file.close()));
  };
  try {
    for (const name of names) files.push(await openSafetensors(join(directory, name)));
  } catch (error) {
    await close();
    throw error;
  }
  const home = new Map<string, SafetensorsFile>();
  for (const file of files) for (const name of file.tensors.keys()) home.set(name, file);
  const at = (name: string): SafetensorsFile => {
    const file = home.get(name);
    if (file) return file;
    throw new CheckpointError({
      code: 'missing-tensor',
      message: `The checkpoint holds no tensor "${name}".`,
      hint: DOWNLOAD_HINT,
      data: { tensor: name },
    });
  };
  return {
    directory,
    config,
    files: names,
    tensors: {
      has: (name) => home.has(name),
      shape: (name) => at(name).tensors.get(name)!.shape,
      dtype: (name) => at(name).tensors.get(name)!.dtype,
      read: (name) => at(name).readFloat32(name),
      stored: (name) => ({
        dtype: at(name).tensors.get(name)!.dtype,
        bytes: () => at(name).readBytes(name),
        read: (from, to) => at(name).readBytesSync(name, { from, to }),
      }),
      digest: () => digest(config, home),
    },
    tokenizer: () => readTokenizer(directory),
    close,
  };
}

async function tensorFiles(directory: string): Promise<string[]> {
  const indexFile = join(directory, 'model.safetensors.index.json');
  if (existsSync(join(directory, 'model.safetensors'))) return ['model.safetensors'];
  if (!existsSync(indexFile)) {
    throw new CheckpointError({
      code: 'file-missing',
      message: `${directory} holds neither model.safetensors nor model.safetensors.index.json.`,
      hint: 'Convert the weights to safetensors; pickle files are never read.',
      data: { directory },
    });
  }
  const shards = await shardNames(indexFile);
  const missing = shards.find((shard) => !existsSync(join(directory, shard)));
  if (missing !== undefined) {
    throw new CheckpointError({
      code: 'missing-shard',
      message: `${join(directory, missing)} is named by the index and does not exist.`,
      hint: 'Download the missing shard.',
      data: { shard: missing },
    });
  }
  return shards;
}

async function digest(config: unknown, home: ReadonlyMap<string, SafetensorsFile>): Promise<string> {
  const hash = createHash('sha256');
  const tensors = [...home].map(([name, file]) => ({
    ...file.tensors.get(name)!,
    read: (from: number, to: number) => file.readBytes(name, { from, to }),
  }));
  await digestCheckpoint(hash, config, tensors);
  return hash.digest('hex');
}

async function readTokenizer(directory: string): Promise<CheckpointTokenizer> {
  const hint = 'Save the checkpoint with its fast tokenizer (tokenizer.json).';
  const file = join(directory, 'tokenizer.json');
  const json = await readJson(file, TokenizerError, hint);
  const configFile = join(directory, 'tokenizer_config.json');
  const config = existsSync(configFile) ? await readJson(configFile, TokenizerError, hint) : {};
  return createTokenizer(json, config, file);
}
