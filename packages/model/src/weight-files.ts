import { CheckpointError } from '@alphaedit/spec';
import type { CheckpointFile } from './checkpoint-file.js';
import { readJson } from './read-json.js';

/** All weights in one file, or an index that says which file holds which tensor. */
export const WEIGHTS = 'model.safetensors';
export const WEIGHT_INDEX = 'model.safetensors.index.json';

/** What to do about a checkpoint of which a part is missing or broken. */
export const WHOLE_CHECKPOINT =
  'Give the whole checkpoint: config.json, tokenizer.json and every .safetensors file.';

/**
 * The files that hold a checkpoint's weights: `model.safetensors`, or the shards its index names.
 *
 * @param place how messages name where the files lie
 * @throws {CheckpointError} `file-missing`, `json-broken`, `index-broken`, `missing-shard`
 */
export async function weightFiles(
  files: ReadonlyMap<string, CheckpointFile>,
  place: string,
): Promise<CheckpointFile[]> {
  const single = files.get(WEIGHTS);
  if (single) return [single];
  const index = files.get(WEIGHT_INDEX);
  if (!index) {
    throw new CheckpointError({
      code: 'file-missing',
      message: `There is neither ${WEIGHTS} nor ${WEIGHT_INDEX} in ${place}.`,
      hint: 'Convert the weights to safetensors; pickle files are never read.',
      data: { place },
    });
  }
  return (await shardNames(index)).map((name) => {
    const shard = files.get(name);
    if (shard) return shard;
    throw new CheckpointError({
      code: 'missing-shard',
      message: `${name} is named by ${index.path ?? index.name} and is not in ${place}.`,
      hint: 'Download the missing shard.',
      data: { shard: name },
    });
  });
}

/**
 * Files that a `model.safetensors.index.json` puts tensors in, in order of their names.
 *
 * @throws {CheckpointError} `json-broken`, `index-broken`
 */
export async function shardNames(index: CheckpointFile): Promise<string[]> {
  const parsed = (await readJson(index, CheckpointError, WHOLE_CHECKPOINT)) as {
    weight_map?: unknown;
  } | null;
  const map = parsed?.weight_map;
  const shards = typeof map === 'object' && map !== null ? [...new Set(Object.values(map))] : [];
  // A shard is a file of this very folder: a path would reach outside it.
  const isName = (shard: unknown): shard is string =>
    typeof shard === 'string' && /^[^/\\]+\.safetensors$/.test(shard);
  if (shards.length > 0 && shards.every(isName)) return shards.sort();
  const path = index.path ?? index.name;
  throw new CheckpointError({
    code: 'index-broken',
    message: `${path}: "weight_map" does not name safetensors files of this folder.`,
    hint: WHOLE_CHECKPOINT,
    data: { file: path },
  });
}
