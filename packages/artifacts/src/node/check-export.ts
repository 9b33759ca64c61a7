import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Work } from '@alphaedit/spec';
import { AlphaEditError } from '@alphaedit/spec';
import { type DecodedProvenance, decodeProvenance, exportBroken, PROVENANCE_FILE } from '../provenance.js';
import { isNeeded } from './checkpoint-files.js';
import { fileEntries } from './file-entries.js';

/** Weights in any form a reader may take. */
const WEIGHTS = /\.(safetensors|bin|pt|pth|ckpt|h5|msgpack|onnx|gguf|ot)$|\.index\.json$/;

/** `alphaedit.json` of an exported folder; nothing where there is none. @throws {EditError} `export-broken` */
export async function readProvenance(folder: string): Promise<DecodedProvenance | undefined> {
  const path = join(folder, PROVENANCE_FILE);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw exportBroken(path, `cannot be read (${code})`, cause);
  }
  return decodeProvenance(bytes, path);
}

/**
 * Holds the files of an exported folder to what its `alphaedit.json` says of them.
 *
 * @returns names of further files, which it does not speak of and which no reader takes for a part of the model
 * @throws {EditError} `export-broken` for a file that is missing, of other content, or was put in beside them
 */
export async function checkExport(
  folder: string,
  files: NonNullable<DecodedProvenance['files']>,
  { signal, onProgress }: Work = {},
): Promise<readonly string[]> {
  for (const [i, { name, bytes, sha256 }] of files.entries()) {
    const path = join(folder, name);
    const found = await entryOf(folder, name, signal);
    if (found.bytes !== bytes || found.sha256 !== sha256) {
      throw exportBroken(path, 'was changed after it was written: its SHA-256 is another');
    }
    onProgress?.({ stage: 'verify', done: i + 1, total: files.length, unit: 'files', detail: name });
  }
  const named = new Set([PROVENANCE_FILE, ...files.map(({ name }) => name)]);
  const others = (await readdir(folder)).filter((name) => !named.has(name)).sort();
  const stranger = others.find((name) => isNeeded(name) || WEIGHTS.test(name));
  if (stranger === undefined) return others;
  throw exportBroken(
    join(folder, stranger),
    `is no part of what was exported: ${PROVENANCE_FILE} does not name it`,
  );
}

async function entryOf(folder: string, name: string, signal: Work['signal']) {
  try {
    const [entry] = await fileEntries(folder, [name], signal);
    return entry!;
  } catch (cause) {
    if (AlphaEditError.isInstance(cause)) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const problem = code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`;
    throw exportBroken(join(folder, name), problem, cause);
  }
}
