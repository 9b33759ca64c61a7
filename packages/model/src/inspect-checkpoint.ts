import { join } from 'node:path';
import type { ModelInfo, Warning } from '@alphaedit/spec';
import { openCheckpoint } from './checkpoint-folder.js';
import type { ConfigPolicy } from './config/unread-fields.js';
import { describeCheckpoint } from './describe-checkpoint.js';
import { modelInfo } from './transformer.js';

/** What the headers of a checkpoint tell. */
export interface CheckpointSummary extends ModelInfo {
  /** Storage type of the weights; several are joined by `+`. */
  readonly dtype: string;
  readonly tiedHead: boolean;
  readonly files: readonly string[];
  /** Bytes of the weights the model uses, as stored. */
  readonly bytes: number;
  readonly addsBos: boolean;
  readonly bosTokenId?: number;
  readonly eosTokenId?: number;
  /** Ids the tokenizer can make. */
  readonly tokenizerSize: number;
  /** What was noticed on the way, e.g. fields of the config that are not known. */
  readonly warnings: readonly Warning[];
}

const WIDTH: Readonly<Record<string, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2 };

/**
 * What a checkpoint (a folder, or the id of a pulled model) is, from its config, tokenizer and safetensors headers; no weight is read.
 *
 * @throws {CheckpointError} and {TokenizerError} as `loadModel` does, except for the weights' values
 */
export async function inspectCheckpoint(
  checkpoint: string,
  options: ConfigPolicy = {},
): Promise<CheckpointSummary> {
  const folder = await openCheckpoint(checkpoint);
  const { directory } = folder;
  try {
    const { tensors, config, files } = folder;
    const file = join(directory, 'config.json');
    const tokenizer = await folder.tokenizer();
    const checkpoint = { config, tensors, tokenizer };
    const { shape, needed, warnings } = await describeCheckpoint(checkpoint, { ...options, file });
    let parameters = 0;
    let bytes = 0;
    const dtypes = new Set<string>();
    for (const [name, dimensions] of needed) {
      const size = dimensions.reduce((a, b) => a * b, 1);
      const dtype = tensors.stored(name).dtype;
      parameters += size;
      bytes += size * (WIDTH[dtype] ?? 1);
      dtypes.add(dtype);
    }
    return {
      ...modelInfo(shape, parameters),
      dtype: [...dtypes].sort().join('+'),
      tiedHead: shape.tiedHead,
      files,
      bytes,
      addsBos: tokenizer.addsBos,
      bosTokenId: tokenizer.bosTokenId,
      eosTokenId: tokenizer.eosTokenId,
      tokenizerSize: tokenizer.vocabularySize,
      warnings,
    };
  } finally {
    await folder.close();
  }
}
