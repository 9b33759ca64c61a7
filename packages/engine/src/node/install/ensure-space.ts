import { statfs } from 'node:fs/promises';
import { formatBytes } from '../../format-bytes.js';
import { installError } from './install-error.js';

/** @throws {EngineError} `disk-full` when the disk `dir` is on has less than `bytes` to give */
export async function ensureSpace(dir: string, bytes: number, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  const freeBytes = bavail * bsize;
  if (freeBytes >= bytes) return;
  throw installError(
    'disk-full',
    `${what} needs ${formatBytes(bytes)} more in ${dir}; ${formatBytes(freeBytes)} are free.`,
    'Free some space, then run this again.',
    { dir, bytes, freeBytes },
  );
}
