import { readdir, rename, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { OutputError } from '@alphaedit/spec';
import { makeFolder } from './make-folder.js';
import { removeTree } from './remove-file.js';
import { syncFolder, syncTree } from './sync.js';
import { temporaryName } from './temporary-name.js';
import { writeError } from './write-error.js';
import { tidy, writeFileAtomically } from './write-file-atomically.js';

/** Writes the files of a folder into the folder it is given. */
export type FolderContents =
  | Readonly<Record<string, string | Uint8Array>>
  | ((folder: string) => Promise<void>);

/** What the removal of a folder, or a renaming over one, answers where something is in it. */
const OCCUPIED = new Set(['ENOTEMPTY', 'EEXIST']);

/**
 * Writes a folder as a whole: beside its place, then renamed. A stop half way leaves nothing, and a folder that holds
 * files already is not touched. Everything is flushed before the rename.
 *
 * @throws {OutputError} `output-not-empty`, `disk-full`, `output-unwritable`, `output-failed`
 */
export async function writeFolder(path: string, contents: FolderContents): Promise<void> {
  const out = resolve(path);
  await assertEmpty(out);
  const temporary = temporaryName(out);
  await makeFolder(temporary);
  try {
    await tidy(dirname(out));
    if (typeof contents === 'function') await contents(temporary);
    else
      for (const [name, data] of Object.entries(contents))
        await writeFileAtomically(join(temporary, name), data);
    // Empty, or this fails: files put there in the meantime are not this program's to remove.
    await rmdir(out).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await syncTree(temporary);
    await rename(temporary, out);
    await syncFolder(dirname(out));
  } catch (error) {
    // What went wrong first is told, and the next writer removes what may stay here.
    await removeTree(temporary).catch(() => undefined);
    // Another process was quicker.
    if (OCCUPIED.has((error as NodeJS.ErrnoException).code ?? '')) await assertEmpty(out);
    throw writeError(out, error);
  }
}

async function assertEmpty(out: string): Promise<void> {
  const names = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') return [basename(out)];
    throw writeError(out, error);
  });
  if (names.length === 0) return;
  throw new OutputError({
    code: 'output-not-empty',
    message: `${out} holds other files (${names[0]}).`,
    hint: 'Choose a new or empty output folder.',
    data: { path: out, file: names[0] },
  });
}
