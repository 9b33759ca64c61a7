import {
  type AlphaEditError,
  type ErrorOptionsWithData,
  GIT_LFS_HINT,
  isGitLfsPointer,
} from '@alphaedit/spec';
import type { CheckpointFile } from './checkpoint-file.js';

/**
 * Reads a JSON file of a checkpoint; `ErrorClass` is what a broken one is thrown as.
 *
 * @throws {AlphaEditError} `file-unreadable`, `git-lfs-pointer`, `json-broken`, as an `ErrorClass`
 */
export async function readJson(
  file: CheckpointFile,
  ErrorClass: new (
    options: ErrorOptionsWithData<'file-unreadable' | 'git-lfs-pointer' | 'json-broken'>,
  ) => AlphaEditError,
  hint: string,
): Promise<unknown> {
  const path = file.path ?? file.name;
  let text: string;
  try {
    text = new TextDecoder().decode(await file.read(0, file.size));
  } catch (cause) {
    throw new ErrorClass({
      code: 'file-unreadable',
      message: `${path} cannot be read.`,
      hint,
      data: { path },
      cause,
    });
  }
  if (isGitLfsPointer(text)) {
    throw new ErrorClass({
      code: 'git-lfs-pointer',
      message: `${path}: is a Git LFS pointer, not the file itself.`,
      hint: GIT_LFS_HINT,
      data: { file: path },
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ErrorClass({
      code: 'json-broken',
      message: `${path} is not valid JSON: ${(cause as Error).message}.`,
      hint,
      data: { path },
      cause,
    });
  }
}
