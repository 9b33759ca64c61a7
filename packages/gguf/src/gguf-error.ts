import { CheckpointError, GIT_LFS_HINT } from '@alphaedit/spec';

/** What this package throws about the bytes it reads. */
export type GgufErrorCode =
  | 'git-lfs-pointer'
  | 'gguf-truncated'
  | 'gguf-header'
  | 'gguf-type'
  | 'gguf-version'
  | 'missing-tensor';

const HINTS: Record<GgufErrorCode, string> = {
  'git-lfs-pointer': GIT_LFS_HINT,
  'gguf-truncated': 'Download or copy the file again; it ends too early.',
  'gguf-header': 'The file is damaged or was not written as GGUF; get it from its source again.',
  'gguf-type':
    'Take a file of the model in F32, F16, BF16, Q8_0, Q2_K to Q6_K, or Q4_0 to Q5_1, or its unquantized checkpoint.',
  'gguf-version': 'Take a newer file of the model: little-endian GGUF of version 2 or 3 is read.',
  'missing-tensor': 'Check that the file holds a whole model.',
};

export function ggufError(
  code: GgufErrorCode,
  source: string,
  problem: string,
  data: Readonly<Record<string, unknown>> = {},
): CheckpointError {
  return new CheckpointError({
    code,
    message: `${source}: ${problem}`,
    hint: HINTS[code],
    data: { file: source, ...data },
  });
}
