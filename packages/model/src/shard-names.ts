import { basename } from 'node:path';
import { CheckpointError } from '@alphaedit/spec';
import { readJson } from './read-json.js';

/**
 * Files that a `model.safetensors.index.json` puts tensors in, in order of their names.
 *
 * @throws {CheckpointError} `file-missing`, `json-broken`, `index-broken`
 */
export async function shardNames(indexFile: string): Promise<string[]> {
  const hint = 'Point at a folder with config.json, tokenizer.json and *.safetensors, whole.';
  const index = (await readJson(indexFile, CheckpointError, hint)) as { weight_map?: unknown } | null;
  const map = index?.weight_map;
  const shards = typeof map === 'object' && map !== null ? [...new Set(Object.values(map))] : [];
  // A shard is a file of this very folder: a path would reach outside it.
  const isName = (shard: unknown): shard is string =>
    typeof shard === 'string' && basename(shard) === shard && shard.endsWith('.safetensors');
  if (shards.length > 0 && shards.every(isName)) return shards.sort();
  throw new CheckpointError({
    code: 'index-broken',
    message: `${indexFile}: "weight_map" does not name safetensors files of this folder.`,
    hint,
    data: { file: indexFile },
  });
}
