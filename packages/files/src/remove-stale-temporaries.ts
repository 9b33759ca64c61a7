import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeError } from './write-error.js';

/** Names that `writeFileAtomically` gives: the process that writes is in them. */
const TEMPORARY = /\.(\d+)-\d+\.tmp$/;

/**
 * Deletes what a process that was killed while writing has left in a folder. Files of processes that still
 * run stay.
 *
 * @throws {OutputError} `output-unwritable`, `output-failed`
 */
export async function removeStaleTemporaries(folder: string): Promise<void> {
  try {
    for (const name of await readdir(folder)) {
      const writer = TEMPORARY.exec(name)?.[1];
      if (writer !== undefined && !isRunning(Number(writer))) await rm(join(folder, name), { force: true });
    }
  } catch (error) {
    throw writeError(folder, error);
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks whether the process is there.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
