import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { throwIfAborted } from '@alphaedit/spec';
import type { ExportedFile } from '../provenance.js';

/** Size and SHA-256 of files of a folder, each read piece by piece. @throws the system's error where one cannot be read */
export async function fileEntries(
  folder: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<ExportedFile[]> {
  const entries: ExportedFile[] = [];
  for (const name of names) {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of createReadStream(join(folder, name), { highWaterMark: 2 ** 20 })) {
      throwIfAborted(signal, 'hashing');
      hash.update(piece as Uint8Array);
      bytes += (piece as Uint8Array).length;
    }
    entries.push({ name, bytes, sha256: hash.digest('hex') });
  }
  return entries;
}
