import {
  acquireLock,
  assertUnlocked,
  type Lock,
  type LockOptions,
  makeFolder,
  syncFolders,
} from '@alphaedit/files';
import { runFiles } from './run.js';

/**
 * Takes the lock without which nothing is written to a run folder, and makes the folder where it is missing. One
 * process holds it at a time; who only reads needs none.
 *
 * @throws {OutputError} `output-locked` naming who holds it, `output-unwritable`
 */
export async function lockRun(directory: string, options?: LockOptions): Promise<Lock> {
  await makeFolder(directory);
  const lock = await acquireLock(runFiles.writer(directory), options);
  // What a killed writer left is built upon now.
  await syncFolders(directory);
  return lock;
}

/**
 * Tells before long work whether another process writes to a run folder. Writes nothing.
 *
 * @throws {OutputError} `output-locked` naming who holds it
 */
export const assertRunUnlocked = (directory: string): Promise<void> =>
  assertUnlocked(runFiles.writer(directory));
