import { join } from 'node:path';
import type { ModelPort, Work } from '@alphaedit/spec';
import { askedInChat, type ChatChoice } from './chat/asked-in-chat.js';
import { openCheckpoint } from './checkpoint-folder.js';
import type { ConfigPolicy } from './config/unread-fields.js';
import { type QuantizedType, quantizedTensors } from './gguf/quantized-tensors.js';
import { loadTransformer } from './load-transformer.js';
import { readShape } from './read-shape.js';
import type { Architecture, TransformerShape } from './transformer-shape.js';
import type { WeightResidency } from './weights/place-weight.js';

/** How a checkpoint is loaded. */
export interface LoadModelOptions extends Work, ConfigPolicy {
  /** Families besides those of this package. */
  readonly architectures?: readonly Architecture[];
  /** Where the matrices are kept: `float32` (the default), `stored` or `disk`, which take less memory. */
  readonly weights?: WeightResidency;
  /** The form in which the model is asked; as it is (`false`) unless told. */
  readonly chat?: ChatChoice;
  /** Computes with the numbers that the weights have in a quantized GGUF file of that type. */
  readonly quantizedAs?: QuantizedType;
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
  const onDisk = options.weights === 'disk';
  try {
    const tokenizer = askedInChat(await folder.tokenizer(), options.chat ?? false);
    const { config } = folder;
    const file = join(directory, 'config.json');
    const { quantizedAs } = options;
    const tensors = quantizedAs
      ? quantizedTensors(
          folder.tensors,
          readShape(config, folder.tensors.has, { ...options, file }).shape,
          quantizedAs,
        )
      : folder.tensors;
    const model = await loadTransformer({
      ...options,
      config,
      tokenizer,
      // The hash is asked for later, if at all, when this folder may be closed.
      tensors: { ...tensors, digest: () => folderDigest(directory) },
      file,
      release: onDisk ? () => void folder.close() : undefined,
    });
    if (!onDisk) await folder.close();
    return model;
  } catch (error) {
    await folder.close();
    throw error;
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
