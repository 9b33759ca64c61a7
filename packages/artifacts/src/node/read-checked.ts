import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseJson, readJson } from '@alphaedit/files';
import type { ZodType } from 'zod';
import { runBroken } from '../run-broken.js';

/** @throws {EditError} `run-broken` naming file and field */
export function readCheckedJson<T>(path: string, schema: ZodType<T>): Promise<T> {
  return readJson(path, schema, (problem, cause) => runBroken(path, problem, cause));
}

/** The same, with the SHA-256 of the file. @throws {EditError} `run-broken` naming file and field */
export async function readHashedJson<T>(
  path: string,
  schema: ZodType<T>,
): Promise<{ readonly value: T; readonly hash: string }> {
  const bytes = await readBytes(path);
  const broken = (problem: string, cause: unknown) => runBroken(path, problem, cause);
  return { value: parseJson(new TextDecoder().decode(bytes), schema, broken), hash: sha256(bytes) };
}

/** Bytes of a file whose SHA-256 is known. @throws {EditError} `run-broken` */
export async function readCheckedBytes(path: string, hash: string): Promise<Uint8Array> {
  const bytes = await readBytes(path);
  if (sha256(bytes) !== hash) throw runBroken(path, 'was changed after it was written');
  return bytes;
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw runBroken(path, `cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
