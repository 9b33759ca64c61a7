import { CheckpointError } from '@alphaedit/spec';
import { architectures } from '../architectures/index.js';
import type { LlamaCppFamily } from '../transformer-shape.js';

/**
 * What llama.cpp calls a family, by its `model_type`.
 *
 * @throws {CheckpointError} `gguf-family` for a family that llama.cpp does not run
 */
export function llamaCppFamily(modelType: string): LlamaCppFamily {
  const family = architectures.find(({ modelTypes }) => modelTypes.includes(modelType))?.llamaCpp;
  if (family) return family;
  const known = architectures.flatMap(({ llamaCpp, modelTypes }) => (llamaCpp ? modelTypes : []));
  throw new CheckpointError({
    code: 'gguf-family',
    message: `llama.cpp computes no model of the family ${modelType}, so a GGUF file of it would be of no use.`,
    hint: `Export as safetensors, or as an adapter for PEFT. Families that llama.cpp runs: ${known.join(', ')}.`,
    data: { modelType, known },
  });
}
