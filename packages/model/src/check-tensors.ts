import { CheckpointError } from '@alphaedit/spec';
import type { TensorSource } from './tensor-source.js';

/** How the parts of quantized weights are named. */
const QUANTIZED =
  /\.(qweight|qzeros|weight_scale|weight_scale_inv|weight_packed|weight\.absmax|weight\.SCB)$/;

/**
 * Checks from headers alone that every tensor is there, in its shape.
 *
 * @throws {CheckpointError} `missing-tensor`, `tensor-shape`
 */
export function checkTensors(
  needed: ReadonlyMap<string, readonly number[]>,
  tensors: Pick<TensorSource, 'has' | 'names' | 'shape'>,
  head?: string,
): void {
  for (const [name, expected] of needed) {
    if (!tensors.has(name)) {
      const quantized = [...(tensors.names?.() ?? [])].some((stored) => QUANTIZED.test(stored));
      throw new CheckpointError({
        code: 'missing-tensor',
        message: `The checkpoint holds no tensor "${name}".`,
        hint: quantized
          ? 'Its weights are quantized, and cannot be edited: use the unquantized checkpoint.'
          : name === head
            ? 'Where the output head is the token embedding, config.json has to say "tie_word_embeddings": true.'
            : 'Check that all its files are there and that config.json belongs to them.',
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
