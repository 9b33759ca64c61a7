import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes renames and new files in a folder last across a power cut. Not every system can flush a folder; what was renamed
 * is whole either way.
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The rename has been done; only its durability across a power cut is unsure.
  }
}

/**
 * Flushes the names in a folder and in those below it. What another process wrote there before it was killed may be in
 * place and not flushed: who goes on from it makes sure of it first.
 */
export async function syncFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(join(folder, entry.name));
  }
  await syncFolder(folder);
}

/** Flushes every file below a folder, and the folders: what copies and other programs have written there. */
export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) {
      // Windows flushes only what is open for writing.
      const handle = await open(path, process.platform === 'win32' ? 'r+' : 'r');
      await handle.sync().finally(() => handle.close());
    }
  }
  await syncFolder(folder);
}
