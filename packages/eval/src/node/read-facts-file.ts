import { open } from 'node:fs/promises';
import { DatasetError, GIT_LFS_HINT, GIT_LFS_POINTER_BYTES, isGitLfsPointer } from '@alphaedit/spec';
import { type FactSet, type ReadFactsOptions, readFacts } from '../datasets/read-facts.js';
import { readLineBlocks } from './read-lines.js';

/**
 * `readFacts` on a file; messages name its path.
 *
 * @throws {DatasetError} `file-missing`, `file-unreadable`, `not-utf8`, `git-lfs-pointer`, and all that `readFacts` throws
 */
export async function readFactsFile(path: string, options: ReadFactsOptions = {}): Promise<FactSet> {
  if (isGitLfsPointer(await startOf(path))) {
    throw new DatasetError({
      code: 'git-lfs-pointer',
      message: `${path} is a Git LFS pointer, not the file it stands for.`,
      hint: GIT_LFS_HINT,
      data: { file: path },
    });
  }
  return readFacts(readLineBlocks(path), { file: path, ...options });
}

/** The first bytes of a file; none where it cannot be read, which reading it tells in its own words. */
async function startOf(path: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(GIT_LFS_POINTER_BYTES);
  const file = await open(path).catch(() => undefined);
  if (!file) return bytes;
  try {
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return bytes.subarray(0, bytesRead);
  } catch {
    return bytes;
  } finally {
    await file.close();
  }
}
