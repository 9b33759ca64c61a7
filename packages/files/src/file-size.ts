import { stat } from 'node:fs/promises';

/** Length of a file in bytes, `undefined` where there is none. */
export async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}
