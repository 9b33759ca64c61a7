import { rm, unlink } from 'node:fs/promises';
import { writeError } from './write-error.js';

/**
 * Removes a file, or a socket, where there is one.
 *
 * By `unlink`: `rm` looks first at what there is, and while the last thing looked at was a socket, Node resolves no
 * symbolic link on the way to a module that it has begun to resolve before, so that a later `import()` fails.
 *
 * @throws {OutputError} `output-unwritable`, `output-failed`
 */
export async function removeFile(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw writeError(path, error);
  });
}

/** Removes a folder with all it holds, or a file, where there is one. @throws {OutputError} as `removeFile` */
export async function removeTree(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((error) => {
    throw writeError(path, error);
  });
}
