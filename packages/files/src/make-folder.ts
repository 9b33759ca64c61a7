import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { OutputError } from '@alphaedit/spec';
import { syncFolder } from './sync.js';
import { writableFolder } from './writable-folder.js';

/**
 * Makes a folder and those above it, where they are missing.
 *
 * @throws {OutputError} `output-unwritable`
 */
export async function makeFolder(directory: string): Promise<void> {
  await writableFolder(directory);
  try {
    const first = await mkdir(directory, { recursive: true });
    if (first === undefined) return;
    for (let made = resolve(directory); made.length >= resolve(first).length; made = dirname(made)) {
      await syncFolder(dirname(made));
    }
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
