import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OutputError } from '@alphaedit/spec';

/**
 * Tells before long work whether a folder can be made or written to. Makes nothing.
 *
 * @throws {OutputError} `output-unwritable`
 */
export async function writableFolder(directory: string): Promise<void> {
  let path = resolve(directory);
  while (true) {
    try {
      const found = await stat(path);
      if (!found.isDirectory()) throw unwritable(directory, `${path} is not a folder`);
      await access(path, constants.W_OK | constants.X_OK);
      return;
    } catch (error) {
      if (OutputError.isInstance(error)) throw error;
      const { code } = error as NodeJS.ErrnoException;
      const parent = dirname(path);
      if ((code !== 'ENOENT' && code !== 'ENOTDIR') || parent === path) {
        throw unwritable(directory, `${path}: ${code}`, error);
      }
      path = parent;
    }
  }
}

function unwritable(directory: string, why: string, cause?: unknown): OutputError {
  return new OutputError({
    code: 'output-unwritable',
    message: `Cannot write to ${directory} (${why}).`,
    hint: 'Choose an output folder that you may write to.',
    data: { path: directory },
    cause,
  });
}
