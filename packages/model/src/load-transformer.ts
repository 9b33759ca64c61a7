import type { ModelPort, TokenizerPort, Work } from '@alphaedit/spec';
import { CheckpointError, throwIfAborted } from '@alphaedit/spec';
import type { ConfigPolicy } from './config/unread-fields.js';
import { readShape, requiredWeights } from './read-shape.js';
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
 * @throws {CheckpointError} `missing-tensor`, `tensor-shape`, `non-finite-weights`, `tokenizer-too-large`, and
 * those of `readShape`
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
  const { config, tokenizer, tensors, signal, onProgress } = options;
  const { shape: described, warnings } = readShape(config, tensors.has, options);
  const shape = options.adjustShape?.(described) ?? described;
  checkVocabulary(tokenizer, shape.vocabularySize);
  const needed = requiredWeights(shape);
  checkTensors(needed, tensors);
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

/** @throws {CheckpointError} `missing-tensor`, `tensor-shape`: read from headers, before any weight is. */
export function checkTensors(
  needed: ReadonlyMap<string, readonly number[]>,
  tensors: Pick<TensorSource, 'has' | 'shape'>,
): void {
  for (const [name, expected] of needed) {
    if (!tensors.has(name)) {
      throw new CheckpointError({
        code: 'missing-tensor',
        message: `The checkpoint holds no tensor "${name}".`,
        hint: 'Check that all its files are there and that config.json belongs to them.',
        data: { tensor: name },
      });
    }
    const found = tensors.shape(name);
    if (found.length === expected.length && found.every((size, i) => size === expected[i])) continue;
    throw new CheckpointError({
      code: 'tensor-shape',
      message: `Tensor "${name}" is [${found}]; config.json asks for [${expected}].`,
      hint: 'Check that config.json belongs to these weights.',
      data: { tensor: name, found, expected },
    });
  }
}

function checkVocabulary(tokenizer: TokenizerPort, vocabularySize: number): void {
  if (tokenizer.vocabularySize <= vocabularySize) return;
  throw new CheckpointError({
    code: 'tokenizer-too-large',
    message: `The tokenizer makes ids up to ${tokenizer.vocabularySize - 1}; the model knows ${vocabularySize}.`,
    hint: 'Use the tokenizer.json published with this checkpoint.',
    data: { tokenizer: tokenizer.vocabularySize, model: vocabularySize },
  });
}
