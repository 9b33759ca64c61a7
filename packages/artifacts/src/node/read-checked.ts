import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { readJson } from '@alphaedit/files';
import type { ZodType } from 'zod';
import { runBroken } from '../run-broken.js';

/** @throws {EditError} `run-broken` naming file and field */
export function readCheckedJson<T>(path: string, schema: ZodType<T>): Promise<T> {
  return readJson(path, schema, (problem, cause) => runBroken(path, problem, cause));
}

/** Bytes of a file whose SHA-256 is known. @throws {EditError} `run-broken` */
export async function readCheckedBytes(path: string, hash: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw runBroken(path, `cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  if (sha256(bytes) !== hash) throw runBroken(path, 'was changed after it was written');
  return bytes;
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
