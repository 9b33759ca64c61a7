import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OutputError } from '@alphaedit/spec';
import { syncFolder } from './sync.js';
import { writableFolder } from './writable-folder.js';

/**
 * Makes a folder and those above it, where they are missing, and has them outlast a power cut: also where another process
 * made them, or renamed a file into place there, and was killed before it could flush the name.
 *
 * @throws {OutputError} `output-unwritable`
 */
export async function makeFolder(directory: string): Promise<void> {
  await writableFolder(directory);
  try {
    await mkdir(directory, { recursive: true });
    let folder = resolve(directory);
    for (; folder !== dirname(folder); folder = dirname(folder)) await syncFolder(folder);
    await syncFolder(folder);
  } catch (cause) {
    throw new OutputError({
      code: 'output-unwritable',
      message: `Cannot make the folder ${directory} (${(cause as NodeJS.ErrnoException).code}).`,
      hint: 'Choose an output folder that you may write to.',
      data: { path: directory },
      cause,
    });
  }
}
