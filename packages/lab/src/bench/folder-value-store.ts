import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, writeFileAtomically } from '@alphaedit/files';
import type { OptimisedValues, ValueStore } from '@alphaedit/spec';
import { z } from 'zod';

const schema = z.strictObject({
  rows: z.int().min(1),
  cols: z.int().min(1),
  outcomes: z.array(z.strictObject({ steps: z.int(), loss: z.number(), targetProbability: z.number() })),
  /** float32, little-endian, base64. */
  z: z.base64(),
});

/** Values in a folder, one file per key. A file that is damaged counts as absent: it is computed again. */
export function folderValueStore(folder: string): ValueStore {
  const path = (key: string) => join(folder, `${key}.json`);
  return {
    async get(key) {
      if (!existsSync(path(key))) return undefined;
      const text = await readFile(path(key), 'utf8');
      return decode(text);
    },
    async set(key, { z, outcomes }) {
      await makeFolder(folder);
      const { rows, cols, data } = z;
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      await writeFileAtomically(
        path(key),
        JSON.stringify({ rows, cols, outcomes, z: bytes.toString('base64') }),
      );
    },
  };
}

function decode(text: string): OptimisedValues | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data, success } = schema.safeParse(value);
  if (!success || data.outcomes.length !== data.rows) return undefined;
  const bytes = Uint8Array.from(Buffer.from(data.z, 'base64'));
  if (bytes.length !== 4 * data.rows * data.cols) return undefined;
  const { rows, cols, outcomes } = data;
  return { z: { rows, cols, data: new Float32Array(bytes.buffer) }, outcomes };
}
