import type { ModelPort, TokenizerPort, Work } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import type { ConfigPolicy } from './config/unread-fields.js';
import { describeCheckpoint } from './describe-checkpoint.js';
import { requireEngine } from './require-engine.js';
import type { TensorSource } from './tensor-source.js';
import { Transformer } from './transformer.js';
import type { Architecture, TransformerShape } from './transformer-shape.js';
import { placeWeight, type WeightResidency } from './weights/place-weight.js';
import { WeightStore } from './weights/weight-store.js';

/** What a transformer is made of: config, tokenizer, tensors. */
export interface LoadTransformerOptions extends Work, ConfigPolicy {
  /** Parsed config.json. */
  readonly config: unknown;
  readonly tokenizer: TokenizerPort;
  readonly tensors: TensorSource;
  /** Families besides those of this package. */
  readonly architectures?: readonly Architecture[];
  /** Where the matrices are kept; `float32` unless given. */
  readonly weights?: WeightResidency;
  /** Called once when the model is disposed of, or could not be made. */
  readonly release?: () => void;
  /** Name of the config file in messages. */
  readonly file?: string;
  /** Changes the transformer the config describes before it is built, for experiments and comparisons. */
  readonly adjustShape?: (shape: TransformerShape) => TransformerShape;
}

/**
 * Puts a checkpoint on the running engine, tensor by tensor: beside the weights themselves, one tensor's
 * float32 copy is held at a time.
 *
 * @throws {CheckpointError} `non-finite-weights`, and those of `describeCheckpoint`
 */
export async function loadTransformer(options: LoadTransformerOptions): Promise<ModelPort> {
  try {
    requireEngine();
    return await build(options);
  } catch (error) {
    options.release?.();
    throw error;
  }
}

async function build(options: LoadTransformerOptions): Promise<ModelPort> {
  const { tensors, signal, onProgress } = options;
  const { shape, needed, tokenizer, warnings } = await describeCheckpoint(options, options);
  const weights = new WeightStore();
  let done = 0;
  try {
    for (const [name, dimensions] of needed) {
      throwIfAborted(signal, 'loading the model');
      await placeWeight(weights, tensors, name, dimensions, options.weights ?? 'float32');
      onProgress?.({ stage: 'load', done: ++done, total: needed.size, unit: 'tensors', detail: name });
    }
    return new Transformer({
      shape,
      weights,
      tokenizer,
      contentHash: () => tensors.digest(),
      warnings,
      release: options.release,
    });
  } catch (error) {
    weights.dispose();
    throw error;
  }
}
