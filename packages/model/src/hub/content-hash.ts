import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { RepositoryFile } from './repository.js';

/** A checksum that grows with a download. */
export interface ContentHash {
  update(chunk: Uint8Array): void;
  /** What the content must be and is not, or nothing. */
  difference(): string | undefined;
}

/** The checksum the hub gives for a file, over nothing yet; `undefined` where it gives none. */
export function contentHash({ sha256, gitHash, size }: RepositoryFile): ContentHash | undefined {
  if (sha256) return comparing(createHash('sha256'), 'SHA-256', sha256);
  // Git hashes the length first, so a file of unknown length cannot be checked as it comes in.
  if (gitHash && size !== undefined) {
    return comparing(createHash('sha1').update(`blob ${size}\0`), 'git hash', gitHash);
  }
  return undefined;
}

function comparing(hash: Hash, kind: string, expected: string): ContentHash {
  return {
    update: (chunk) => void hash.update(chunk),
    difference: () => {
      const found = hash.digest('hex');
      return found === expected ? undefined : `its ${kind} is ${found}, the hub says ${expected}`;
    },
  };
}

/** Feeds what is there of a file to a checksum. */
export async function hashFile(hash: ContentHash, path: string, signal?: AbortSignal): Promise<void> {
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Uint8Array);
}
