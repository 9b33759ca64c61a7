import {
  type AlphaEditError,
  type ErrorCode,
  type ErrorOptionsWithData,
  GIT_LFS_HINT,
  isGitLfsPointer,
} from '@alphaedit/spec';
import type { CheckpointFile } from './checkpoint-file.js';

/** A class of errors for files that cannot be used. */
type FileError<Code extends ErrorCode> = new (options: ErrorOptionsWithData<Code>) => AlphaEditError;

/**
 * Reads a JSON file of a checkpoint; `ErrorClass` is what a broken one is thrown as.
 *
 * @throws {AlphaEditError} `file-unreadable`, `git-lfs-pointer`, `json-broken`, as an `ErrorClass`
 */
export async function readJson(
  file: CheckpointFile,
  ErrorClass: FileError<'file-unreadable' | 'git-lfs-pointer' | 'json-broken'>,
  hint: string,
): Promise<unknown> {
  const path = file.path ?? file.name;
  const text = await readText(file, ErrorClass, hint);
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

/**
 * Reads a text file of a checkpoint.
 *
 * @throws {AlphaEditError} `file-unreadable`, `git-lfs-pointer`, as an `ErrorClass`
 */
export async function readText(
  file: CheckpointFile,
  ErrorClass: FileError<'file-unreadable' | 'git-lfs-pointer'>,
  hint: string,
): Promise<string> {
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
  return text;
}
