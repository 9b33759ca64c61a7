import { CheckpointError, GIT_LFS_HINT } from '@alphaedit/spec';

/** What this package throws about the bytes it reads. */
export type TensorErrorCode =
  | 'git-lfs-pointer'
  | 'safetensors-truncated'
  | 'safetensors-header'
  | 'safetensors-dtype'
  | 'safetensors-tensor-missing'
  | 'safetensors-unreadable';

const HINTS: Record<TensorErrorCode, string> = {
  'git-lfs-pointer': GIT_LFS_HINT,
  'safetensors-truncated': 'Download or copy the file again; it ends too early.',
  'safetensors-header':
    'The file is damaged or was not written as safetensors; get it from its source again.',
  'safetensors-dtype': 'Convert the tensor to F32, F16 or BF16 with the tool that wrote it.',
  'safetensors-tensor-missing': 'Check that the file belongs to this model and is complete.',
  'safetensors-unreadable': 'Check that the path exists, is a file, and can be read.',
};

export function tensorError(
  code: TensorErrorCode,
  source: string,
  problem: string,
  data: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): CheckpointError {
  return new CheckpointError({
    code,
    message: `${source}: ${problem}`,
    hint: HINTS[code],
    data: { file: source, ...data },
    cause,
  });
}
