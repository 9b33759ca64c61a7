import { existsSync } from 'node:fs';
import { CheckpointError } from '@alphaedit/spec';
import { cachedByHuggingFace } from './hugging-face-cache.js';
import { pulledModel } from './model-cache.js';
import { parseModelId } from './model-id.js';

/**
 * The checkpoint folder that `model` means: itself where it exists or can only be a path, else the folder the
 * model of that id was pulled into, else where Python's tools have downloaded it. Nothing is fetched.
 *
 * @throws {CheckpointError} `model-not-pulled`, `cache-link-outside`
 */
export async function modelFolder(model: string, options: { readonly cache?: string } = {}): Promise<string> {
  if (existsSync(model)) return model;
  const id = parseModelId(model);
  if (!id) return model;
  try {
    return await pulledModel(id, options);
  } catch (error) {
    const elsewhere = CheckpointError.isInstance(error) ? await cachedByHuggingFace(id) : undefined;
    if (elsewhere !== undefined) return elsewhere;
    throw error;
  }
}
