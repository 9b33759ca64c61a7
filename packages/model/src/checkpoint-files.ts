import {
  ELEMENT_BYTES,
  headerLength,
  parseHeader,
  type SafetensorsHeader,
  toFloat32,
} from '@alphaedit/safetensors';
import type { TokenizerPort } from '@alphaedit/spec';
import {
  type AlphaEditError,
  CheckpointError,
  type ErrorOptionsWithData,
  TokenizerError,
} from '@alphaedit/spec';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { digestCheckpoint } from './checkpoint-digest.js';
import type { TensorSource } from './load-transformer.js';
import { createTokenizer } from './tokenizer/create-tokenizer.js';

/** One file of a checkpoint, wherever it lies: picked by a visitor, downloaded, or read in ranges from a server. */
export interface CheckpointFile {
  /** Name within the checkpoint's folder, e.g. `config.json`. */
  readonly name: string;
  readonly size: number;
  /** Bytes `from` … `to − 1`, in an array whose start is aligned for any element type. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** A checkpoint as files, with its headers read. Give `config` and `tensors` to `loadTransformer`. */
export interface CheckpointFiles {
  readonly config: unknown;
  readonly tensors: TensorSource;
  tokenizer(): Promise<TokenizerPort>;
}

const HINT = 'Choose the whole folder: config.json, tokenizer.json and the .safetensors files.';
/** Bytes of the length field that opens a safetensors file. */
const LENGTH_BYTES = 8;

/** A `File` or `Blob` of a browser as a file of a checkpoint. Only the parts asked for are read. */
export function checkpointFile(name: string, blob: Blob): CheckpointFile {
  return {
    name,
    size: blob.size,
    read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  };
}

/**
 * Opens a checkpoint given as files: what `openCheckpoint` is for a folder on disk, without Node. Weights are
 * read tensor by tensor when asked for, and the content hash is the one the command line computes.
 *
 * @example
 * const files = [...input.files].map((file) => checkpointFile(file.name, file));
 * const { config, tensors, tokenizer } = await openCheckpointFiles(files);
 * const model = await loadTransformer({ config, tensors, tokenizer: await tokenizer() });
 * @throws {CheckpointError} `not-a-checkpoint`, `file-missing`, `missing-shard`, `json-broken`, `index-broken`,
 * and those of `parseHeader`
 */
export async function openCheckpointFiles(files: readonly CheckpointFile[]): Promise<CheckpointFiles> {
  const byName = new Map(files.map((file) => [file.name, file]));
  const configFile = byName.get('config.json');
  if (!configFile) {
    throw new CheckpointError({
      code: 'not-a-checkpoint',
      message: 'There is no config.json among the files.',
      hint: HINT,
      data: { files: files.map(({ name }) => name) },
    });
  }
  const config = await readJson(configFile, CheckpointError);
  const home = new Map<string, { readonly file: CheckpointFile; readonly header: SafetensorsHeader }>();
  for (const file of await tensorFiles(byName)) {
    const header = await readHeader(file);
    for (const name of header.tensors.keys()) home.set(name, { file, header });
  }
  const at = (name: string) => {
    const found = home.get(name);
    if (found) return { file: found.file, info: found.header.tensors.get(name)! };
    throw new CheckpointError({
      code: 'missing-tensor',
      message: `The checkpoint holds no tensor "${name}".`,
      hint: HINT,
      data: { tensor: name },
    });
  };
  return {
    config,
    tensors: {
      has: (name) => home.has(name),
      shape: (name) => at(name).info.shape,
      async read(name) {
        const { file, info } = at(name);
        const bytes = await file.read(info.offset, info.offset + info.byteLength);
        return toFloat32(bytes, info.dtype, name, file.name);
      },
      async digest() {
        const hash = sha256.create();
        const tensors = [...home.keys()].map((name) => {
          const { file, info } = at(name);
          const width = ELEMENT_BYTES[info.dtype];
          return {
            ...info,
            read: (from: number, to: number) =>
              file.read(info.offset + from * width, info.offset + to * width),
          };
        });
        await digestCheckpoint(hash, config, tensors);
        return bytesToHex(hash.digest());
      },
    },
    tokenizer: () => readTokenizer(byName),
  };
}

async function readHeader(file: CheckpointFile): Promise<SafetensorsHeader> {
  const prefix = await file.read(0, Math.min(LENGTH_BYTES, file.size));
  const end = LENGTH_BYTES + headerLength(prefix, file.size, file.name);
  return parseHeader(await file.read(0, end), file.size, file.name);
}

async function tensorFiles(files: ReadonlyMap<string, CheckpointFile>): Promise<CheckpointFile[]> {
  const single = files.get('model.safetensors');
  if (single) return [single];
  const index = files.get('model.safetensors.index.json');
  if (!index) {
    throw new CheckpointError({
      code: 'file-missing',
      message: 'There is neither model.safetensors nor model.safetensors.index.json among the files.',
      hint: 'Convert the weights to safetensors; pickle files are never read.',
    });
  }
  const parsed = (await readJson(index, CheckpointError)) as { weight_map?: unknown } | null;
  const map = parsed?.weight_map;
  const names = typeof map === 'object' && map !== null ? [...new Set(Object.values(map))] : [];
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) {
    throw new CheckpointError({
      code: 'index-broken',
      message: `${index.name}: "weight_map" does not name files of this folder.`,
      hint: HINT,
      data: { file: index.name },
    });
  }
  return (names as string[]).sort().map((name) => {
    const shard = files.get(name);
    if (shard) return shard;
    throw new CheckpointError({
      code: 'missing-shard',
      message: `${name} is named by the index and is not among the files.`,
      hint: HINT,
      data: { shard: name },
    });
  });
}

async function readTokenizer(files: ReadonlyMap<string, CheckpointFile>): Promise<TokenizerPort> {
  const file = files.get('tokenizer.json');
  if (!file) {
    throw new TokenizerError({
      code: 'file-missing',
      message: 'There is no tokenizer.json among the files.',
      hint: 'Save the checkpoint with its fast tokenizer (tokenizer.json).',
    });
  }
  const config = files.get('tokenizer_config.json');
  return createTokenizer(
    await readJson(file, TokenizerError),
    config ? await readJson(config, TokenizerError) : {},
    file.name,
  );
}

async function readJson(
  file: CheckpointFile,
  ErrorClass: new (options: ErrorOptionsWithData) => AlphaEditError,
): Promise<unknown> {
  const text = new TextDecoder().decode(await file.read(0, file.size));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ErrorClass({
      code: 'json-broken',
      message: `${file.name} is not valid JSON: ${(cause as Error).message}.`,
      hint: HINT,
      data: { file: file.name },
      cause,
    });
  }
}
