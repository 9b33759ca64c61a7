import { type GgufValue, string } from '@alphaedit/gguf';
import { isDType, toFloat32 } from '@alphaedit/safetensors';
import type { Warning } from '@alphaedit/spec';
import { describeCheckpoint } from '../describe-checkpoint.js';
import type { CheckpointFiles } from '../open-checkpoint-files.js';
import type { ReadShapeOptions } from '../read-shape.js';
import { ggufModelFacts } from './gguf-model-metadata.js';
import { type GgufTensor, ggufTensors, toGgufLayout } from './gguf-tensors.js';
import { ggufTokenizer } from './gguf-tokenizer.js';
import { llamaCppFamily } from './llama-cpp-family.js';

/** A checkpoint as a GGUF file would have it. */
export interface GgufModel {
  /** All that is said of the model, but for the element type of its weights. */
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
  /** Factors of the rotary frequencies, which are a tensor of the file. */
  readonly rotaryFactors?: Float32Array;
  /** Numbers of a tensor in the layout of the file, in pieces of whole rows. */
  read(tensor: GgufTensor): AsyncIterable<Float32Array>;
  readonly warnings: readonly Warning[];
}

/** Elements read at a time. */
const PIECE = 2 ** 23;

/**
 * Describes a checkpoint as llama.cpp knows it: what its GGUF file would say and hold. No weight is read.
 *
 * @throws {CheckpointError} `gguf-family`, `gguf-unsupported`, and those of `describeCheckpoint`
 * @throws {TokenizerError} `gguf-tokenizer`
 */
export async function ggufModel(
  checkpoint: CheckpointFiles,
  options: ReadShapeOptions = {},
): Promise<GgufModel> {
  const tokenizer = await checkpoint.tokenizer();
  const { config, tensors } = checkpoint;
  const { shape, warnings } = await describeCheckpoint({ config, tensors, tokenizer }, options);
  const family = llamaCppFamily(shape.architecture);
  const facts = ggufModelFacts(shape, family);
  const { json, config: settings } = await checkpoint.tokenizerFiles();
  const { addsBos, bosTokenId, eosTokenId } = tokenizer;
  const { vocabularySize } = shape;
  const words = ggufTokenizer({ json, config: settings, vocabularySize, addsBos, bosTokenId, eosTokenId });
  return {
    metadata: new Map<string, GgufValue>([
      ['general.architecture', string(family.architecture)],
      ['general.type', string('model')],
      ...facts.metadata,
      ...words,
    ]),
    tensors: ggufTensors(shape, family),
    ...(facts.rotaryFactors && { rotaryFactors: facts.rotaryFactors }),
    read: (tensor) => pieces(tensor, checkpoint.tensors),
    warnings: [...warnings, ...facts.warnings],
  };
}

async function* pieces(
  tensor: GgufTensor,
  tensors: CheckpointFiles['tensors'],
): AsyncGenerator<Float32Array> {
  const { source, shape, transposed, rowOf } = tensor;
  if (transposed || rowOf) {
    yield toGgufLayout(await tensors.read(source), tensor);
    return;
  }
  const stored = tensors.stored(source);
  const dtype = isDType(stored.dtype) ? stored.dtype : 'F32';
  const [rows = 0, cols = 1] = shape;
  const height = Math.max(1, Math.floor(PIECE / cols));
  for (let row = 0; row < rows; row += height) {
    const bytes = await stored.bytes(row * cols, Math.min(rows, row + height) * cols);
    yield toFloat32(bytes, dtype);
  }
}
