import { dequantize, GGML_TYPES, quantize } from '@alphaedit/gguf';
import type { TensorSource } from '../tensor-source.js';
import type { TransformerShape } from '../transformer-shape.js';
import { fromGgufLayout, ggufTensors, toGgufLayout } from './gguf-tensors.js';
import { llamaCppFamily } from './llama-cpp-family.js';

/** Types of quantized GGUF files that a model can be held in. */
export type QuantizedType = 'Q8_0' | 'Q4_0';

/**
 * A checkpoint's tensors with the numbers that they have in a GGUF file of that type: quantized in the layout of llama.cpp, and
 * back. As in its files, embeddings and the output head have 8 bits at least, and vectors and positions are left alone.
 *
 * @throws {CheckpointError} `gguf-family` for a family that llama.cpp does not run
 */
export function quantizedTensors(
  tensors: TensorSource,
  shape: TransformerShape,
  type: QuantizedType,
): TensorSource {
  const plans = new Map(
    ggufTensors(shape, llamaCppFamily(shape.architecture)).map((tensor) => [tensor.source, tensor]),
  );
  const { stored: _, ...rest } = tensors;
  return {
    ...rest,
    async read(name) {
      const values = await tensors.read(name);
      const plan = plans.get(name);
      const isMatrix = plan?.shape.length === 2 && plan.name !== 'position_embd.weight';
      const own = plan?.name.startsWith('blk.') ? type : 'Q8_0';
      if (!plan || !isMatrix || plan.shape[1]! % GGML_TYPES[own].block !== 0) return values;
      return fromGgufLayout(dequantize(quantize(toGgufLayout(values, plan), own), own), plan);
    },
  };
}
