import { readSafetensors, type SafetensorsReader } from '@alphaedit/safetensors';
import { CheckpointError, TokenizerError } from '@alphaedit/spec';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { digestCheckpoint, type RunningHash } from './checkpoint-digest.js';
import type { CheckpointFile } from './checkpoint-file.js';
import { readJson, readText } from './read-json.js';
import type { StoredTensor, TensorSource } from './tensor-source.js';
import { type CheckpointTokenizer, createTokenizer } from './tokenizer/create-tokenizer.js';
import { WHOLE_CHECKPOINT, weightFiles } from './weight-files.js';

/** A checkpoint as files, with its headers read. Give `config` and `tensors` to `loadTransformer`. */
export interface CheckpointFiles {
  readonly config: unknown;
  readonly tensors: TensorSource & { names(): Iterable<string>; stored(name: string): StoredTensor };
  /** Names of the files that hold the weights. */
  readonly files: readonly string[];
  tokenizer(): Promise<CheckpointTokenizer>;
  /** What the tokenizer is made of. @throws {TokenizerError} `file-missing`, `json-broken` */
  tokenizerFiles(): Promise<TokenizerFiles>;
}

/** The files of a tokenizer, parsed. */
export interface TokenizerFiles {
  /** `tokenizer.json` */
  readonly json: unknown;
  /** `tokenizer_config.json`, with the chat template in force. */
  readonly config: Readonly<Record<string, unknown>>;
  /** How messages name `tokenizer.json`. */
  readonly name: string;
  /** Tokens at which the model ends a text. */
  readonly endTokenIds: readonly number[];
}

/** How a checkpoint's files are opened. */
export interface OpenCheckpointFilesOptions {
  /** How messages name where the files lie, e.g. the folder's path. */
  readonly place?: string;
  /** A new SHA-256; one in JavaScript unless given. */
  readonly sha256?: () => RunningHash;
}

/**
 * Opens a checkpoint given as files: one `model.safetensors`, or the shards its index names. Weights are read
 * tensor by tensor when asked for.
 *
 * @example
 * const files = [...input.files].map((file) => checkpointFile(file.name, file));
 * const { config, tensors, tokenizer } = await openCheckpointFiles(files);
 * const model = await loadTransformer({ config, tensors, tokenizer: await tokenizer() });
 * @throws {CheckpointError} `not-a-checkpoint`, `file-missing`, `missing-shard`, `file-unreadable`, `json-broken`,
 * `index-broken`, and those of `readSafetensors`
 */
export async function openCheckpointFiles(
  files: readonly CheckpointFile[],
  { place = 'the files given', sha256: newHash = () => sha256.create() }: OpenCheckpointFilesOptions = {},
): Promise<CheckpointFiles> {
  const byName = new Map(files.map((file) => [file.name, file]));
  const configFile = byName.get('config.json');
  if (!configFile) {
    throw new CheckpointError({
      code: 'not-a-checkpoint',
      message: `There is no config.json in ${place}.`,
      hint: byName.has('adapter_config.json')
        ? 'This is an adapter: merge it into its base model, and give the merged checkpoint.'
        : WHOLE_CHECKPOINT,
      data: { place, files: [...byName.keys()] },
    });
  }
  const config = await readJson(configFile, CheckpointError, WHOLE_CHECKPOINT);
  const weights = await weightFiles(byName, place);
  const home = new Map<string, SafetensorsReader>();
  for (const file of weights) {
    const reader = await readSafetensors({ ...file, name: file.path ?? file.name });
    for (const name of reader.tensors.keys()) home.set(name, reader);
  }
  const at = (name: string) => {
    const reader = home.get(name);
    if (reader) return { reader, info: reader.tensors.get(name)! };
    throw new CheckpointError({
      code: 'missing-tensor',
      message: `The checkpoint holds no tensor "${name}".`,
      hint: WHOLE_CHECKPOINT,
      data: { tensor: name },
    });
  };
  return {
    config,
    files: weights.map(({ name }) => name),
    tensors: {
      has: (name) => home.has(name),
      names: () => home.keys(),
      shape: (name) => at(name).info.shape,
      read: (name) => at(name).reader.readFloat32(name),
      stored(name) {
        const { reader, info } = at(name);
        const { readBytesSync } = reader;
        return {
          dtype: info.dtype,
          bytes: (from = 0, to = info.size) => reader.readBytes(name, { from, to }),
          read: readBytesSync && ((from, to) => readBytesSync(name, { from, to })),
        };
      },
      async digest() {
        const hash = newHash();
        const tensors = [...home].map(([name, reader]) => ({
          ...reader.tensors.get(name)!,
          read: (from: number, to: number) => reader.readBytes(name, { from, to }),
        }));
        await digestCheckpoint(hash, config, tensors);
        return bytesToHex(hash.digest());
      },
    },
    tokenizerFiles: () => readTokenizerFiles(byName, place, config),
    async tokenizer() {
      const { json, config: settings, name, endTokenIds } = await readTokenizerFiles(byName, place, config);
      return createTokenizer(json, settings, name, { endTokenIds });
    },
  };
}

async function readTokenizerFiles(
  files: ReadonlyMap<string, CheckpointFile>,
  place: string,
  modelConfig: unknown,
): Promise<TokenizerFiles> {
  const hint = 'Save the checkpoint with its fast tokenizer (tokenizer.json).';
  const file = files.get('tokenizer.json');
  if (!file) {
    throw new TokenizerError({
      code: 'file-missing',
      message: `There is no tokenizer.json in ${place}.`,
      hint,
      data: { place },
    });
  }
  const json = await readJson(file, TokenizerError, hint);
  const config = await optionalJson('tokenizer_config.json');
  const template = await chatTemplate();
  return {
    json,
    config: { ...config, ...(template !== undefined && { chat_template: template }) },
    name: file.path ?? file.name,
    endTokenIds: endTokenIds(files.has(GENERATION) ? await optionalJson(GENERATION) : modelConfig),
  };

  async function optionalJson(name: string): Promise<object> {
    const optional = files.get(name);
    return optional ? Object(await readJson(optional, TokenizerError, hint)) : {};
  }

  /** A template in a file of its own, which stands over the config's. */
  async function chatTemplate(): Promise<unknown> {
    const jinja = files.get('chat_template.jinja');
    if (jinja) return readText(jinja, TokenizerError, hint);
    return ((await optionalJson('chat_template.json')) as { chat_template?: unknown }).chat_template;
  }
}

const GENERATION = 'generation_config.json';

/** The tokens at which a model ends a text, as its generation settings name them: one, or several. */
function endTokenIds(config: unknown): number[] {
  const { eos_token_id: ids } = Object(config) as { eos_token_id?: unknown };
  return [ids].flat().filter((id): id is number => Number.isInteger(id));
}
