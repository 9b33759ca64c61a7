import { readdir, readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { CheckpointError } from '@alphaedit/spec';
import type { ModelId } from './model-id.js';

/** `HF_HUB_CACHE`, else `hub` in `HF_HOME`, else in `huggingface` in the user's cache folder, as Python's tools have it. */
function huggingFaceCache(env: NodeJS.ProcessEnv = process.env): string {
  if (env.HF_HUB_CACHE) return env.HF_HUB_CACHE;
  const home = env.HF_HOME || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'huggingface');
  return join(home, 'hub');
}

/**
 * The folder in which Python's tools have put a model, nothing where they have not, or only a part of it without a config.
 * Its files are links into the model's `blobs`.
 *
 * @throws {CheckpointError} `cache-link-outside` for a file that leads elsewhere
 */
export async function cachedByHuggingFace(
  { id, revision }: ModelId,
  cache = huggingFaceCache(),
): Promise<string | undefined> {
  const folder = join(cache, `models--${id.replaceAll('/', '--')}`);
  const commit = await readFile(join(folder, 'refs', revision), 'utf8').catch(() => revision);
  // A name within this folder: a ref that somebody else wrote must not lead out of it.
  if (!/^[A-Za-z0-9._-]+$/.test(commit.trim()) || commit.includes('..')) return undefined;
  const snapshot = join(folder, 'snapshots', commit.trim());
  const names = await readdir(snapshot).catch((): string[] => []);
  if (!names.includes('config.json')) return undefined;
  const inside = (await realpath(folder)) + sep;
  for (const name of names) {
    const path = join(snapshot, name);
    const target = await realpath(path).catch(() => undefined);
    if (target === undefined || target.startsWith(inside)) continue;
    throw new CheckpointError({
      code: 'cache-link-outside',
      message: `${path} leads out of the Hugging Face cache, to ${target}.`,
      hint: 'Download the model again, or give the folder with its files.',
      data: { file: path, target },
    });
  }
  return snapshot;
}
