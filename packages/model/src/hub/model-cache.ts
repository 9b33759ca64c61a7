import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CheckpointError } from '@alphaedit/spec';
import type { ModelId } from './model-id.js';

/** Written last into a pulled folder: a folder without it is not whole. */
export const PULL_MANIFEST = 'alphaedit-pull.json';

/** `ALPHAEDIT_CACHE`, else `alphaedit` in the user's cache folder. */
export function defaultCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.ALPHAEDIT_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'alphaedit');
}

/** Where a model's commits lie in a cache folder, one folder each. */
const modelCache = (cache: string, { id }: ModelId): string => join(cache, 'models', ...id.split('/'));

/** The file that says which commit a revision was when it was last pulled. */
export const revisionFile = (cache: string, model: ModelId): string =>
  join(modelCache(cache, model), 'revisions', encodeURIComponent(model.revision));

/** The folder of a commit. */
export const commitFolder = (cache: string, model: ModelId, commit: string): string =>
  join(modelCache(cache, model), 'commits', commit);

/**
 * The folder that `pullModel` has put a model in. Nothing is fetched.
 *
 * @throws {CheckpointError} `model-not-pulled`
 */
export async function pulledModel(
  model: ModelId,
  options: { readonly cache?: string } = {},
): Promise<string> {
  const cache = options.cache ?? defaultCacheFolder();
  const text = model.revision === 'main' ? model.id : `${model.id}@${model.revision}`;
  const commit = await readText(revisionFile(cache, model));
  const folder = commitFolder(cache, model, commit?.trim() || model.revision);
  const manifest = commit && (await readText(join(folder, PULL_MANIFEST)));
  if (manifest) return folder;
  throw new CheckpointError({
    code: 'model-not-pulled',
    message: commit
      ? `${text} has not been pulled whole.`
      : `${text} is neither a folder nor a model that has been pulled.`,
    hint: `Fetch it with \`pullModel('${text}')\`, or point at a checkpoint folder.`,
    data: { model: model.id, revision: model.revision, cache },
  });
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
