import type { TokenizerPort, Warning } from '@alphaedit/spec';
import { checkTensors } from './check-tensors.js';
import { type ReadShapeOptions, readShape, requiredWeights } from './read-shape.js';
import { settleHead } from './settle-head.js';
import type { TensorSource } from './tensor-source.js';
import { boundedTokenizer } from './tokenizer/bounded-tokenizer.js';
import type { TransformerShape } from './transformer-shape.js';
import { unusedTensors } from './unused-tensors.js';

/** A checkpoint as the model it makes: what is declared and what is stored, brought together. */
export interface DescribedCheckpoint {
  readonly shape: TransformerShape;
  /** Every weight the model uses, with its shape. */
  readonly needed: ReadonlyMap<string, readonly number[]>;
  /** Makes ids the model has embeddings for, and no others. */
  readonly tokenizer: TokenizerPort;
  readonly warnings: readonly Warning[];
}

/**
 * Brings together what a checkpoint declares and what it stores: from its config, tokenizer and headers. No weight is read but an
 * output head that is stored where the config says that there is none.
 *
 * @throws {CheckpointError} `missing-tensor`, `tensor-shape`, and those of `readShape`
 */
export async function describeCheckpoint(
  checkpoint: { readonly config: unknown; readonly tensors: TensorSource; readonly tokenizer: TokenizerPort },
  options: ReadShapeOptions & { readonly adjustShape?: (shape: TransformerShape) => TransformerShape } = {},
): Promise<DescribedCheckpoint> {
  const { tensors } = checkpoint;
  const declared = readShape(checkpoint.config, tensors.has, options);
  const settled = await settleHead(declared.shape, tensors);
  const shape = options.adjustShape?.(settled.shape) ?? settled.shape;
  const needed = requiredWeights(shape);
  checkTensors(needed, tensors, shape.head.weight);
  const used = new Set([...needed.keys(), shape.storedHead ?? '']);
  const { tokenizer, warnings } = boundedTokenizer(checkpoint.tokenizer, shape.vocabularySize);
  return {
    shape,
    needed,
    tokenizer,
    warnings: [
      ...declared.warnings,
      ...settled.warnings,
      ...unusedTensors(tensors.names?.() ?? [], used),
      ...warnings,
    ],
  };
}
