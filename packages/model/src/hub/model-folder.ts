import { existsSync } from 'node:fs';
import { pulledModel } from './model-cache.js';
import { parseModelId } from './model-id.js';

/**
 * The checkpoint folder that `model` means: itself where it exists or can only be a path, else the folder the
 * model of that id was pulled into. Nothing is fetched.
 *
 * @throws {CheckpointError} `model-not-pulled`
 */
export async function modelFolder(model: string, options: { readonly cache?: string } = {}): Promise<string> {
  if (existsSync(model)) return model;
  const id = parseModelId(model);
  return id ? pulledModel(id, options) : model;
}
