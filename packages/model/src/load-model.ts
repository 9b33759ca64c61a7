import { join } from 'node:path';
import type { ModelPort, Work } from '@alphaedit/spec';
import { openCheckpoint } from './checkpoint-folder.js';
import { loadTransformer } from './load-transformer.js';
import type { TransformerShape } from './transformer-shape.js';

export interface LoadModelOptions extends Work {
  /** Changes the transformer the config describes before it is built, for experiments and comparisons. */
  readonly adjustShape?: (shape: TransformerShape) => TransformerShape;
}

/**
 * Loads a checkpoint onto the running engine.
 *
 * @param checkpoint path of a folder, or the id of a model that has been pulled
 * @example const model = await loadModel('models/demo')
 * @throws {CheckpointError} and {TokenizerError} naming the file and field that is wrong
 */
export async function loadModel(checkpoint: string, options: LoadModelOptions = {}): Promise<ModelPort> {
  const folder = await openCheckpoint(checkpoint);
  const { directory } = folder;
  try {
    const tokenizer = await folder.tokenizer();
    const { config, tensors } = folder;
    return await loadTransformer({
      ...options,
      config,
      tokenizer,
      // The hash is asked for later, if at all, when this folder is closed.
      tensors: { ...tensors, digest: () => folderDigest(directory) },
      file: join(directory, 'config.json'),
    });
  } finally {
    await folder.close();
  }
}

async function folderDigest(directory: string): Promise<string> {
  const folder = await openCheckpoint(directory);
  try {
    return await folder.tensors.digest();
  } finally {
    await folder.close();
  }
}
