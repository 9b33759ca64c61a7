import { join } from 'node:path';
import { writeFileAtomically, writeFolder } from '@alphaedit/files';
import {
  dequantize,
  type GgufMetadata,
  type GgufTensorSpec,
  quantize,
  type WrittenType,
} from '@alphaedit/gguf';
import { writeGguf } from '@alphaedit/gguf/node';
import type { Work } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import { encodeProvenance, PROVENANCE_FILE, type Provenance } from '../provenance.js';
import { assertStored, roundedShare } from '../stored-values.js';
import type { ExportedTensor } from './export-checkpoint.js';
import { fileEntries } from './file-entries.js';

/** A tensor to write, whose numbers are read when its turn comes. */
export interface GgufSource extends GgufTensorSpec {
  readonly type: WrittenType;
  /** Its numbers in the layout of the file, in pieces of whole blocks. */
  readonly read: () => AsyncIterable<Float32Array>;
  /** Set where the edit changes it: its new numbers, and those before, in the layout of the file. */
  readonly edited?: { readonly values: Float32Array; readonly before: () => Promise<Float32Array> };
}

/** What to write, and where to. */
export interface WriteGgufExportOptions extends Work {
  /** Folder to write; absent or empty. */
  readonly out: string;
  /** Name of the file in it. */
  readonly file: string;
  readonly metadata: GgufMetadata;
  readonly tensors: readonly GgufSource[];
  /** Written beside it, by name. */
  readonly beside: Readonly<Record<string, string>>;
  readonly provenance: Provenance;
}

/**
 * Writes an edited model as one GGUF file in a folder, with `alphaedit.json` beside it. The edited tensors are checked in
 * their element type before anything is written, the others as they are written; one piece of one tensor is in memory at a
 * time. A stop half way leaves nothing.
 *
 * @throws {EditError} `export-overflow` where numbers do not fit their type
 * @throws {OutputError} `output-not-empty`, `disk-full`, `output-unwritable`, `output-failed`
 * @throws {AbortedError}
 */
export async function writeGgufExport(
  options: WriteGgufExportOptions,
): Promise<{ readonly bytes: number; readonly tensors: readonly ExportedTensor[] }> {
  const { out, file, metadata, tensors, beside, provenance, signal, onProgress } = options;
  let bytes = 0;
  let changed: readonly ExportedTensor[] = [];
  await writeFolder(out, async (folder) => {
    changed = await inspect(tensors, signal);
    bytes = await writeGguf(join(folder, file), {
      metadata,
      tensors: tensors.map((tensor) => ({ ...tensor, data: () => pieces(tensor) })),
      signal,
      onTensor: (done, detail) =>
        onProgress?.({ stage: 'export', done, total: tensors.length, unit: 'tensors', detail }),
    });
    for (const [name, text] of Object.entries(beside)) await writeFileAtomically(join(folder, name), text);
    const entries = await fileEntries(folder, [file, ...Object.keys(beside)], signal);
    const about = encodeProvenance('alphaedit-checkpoint', provenance, entries);
    await writeFileAtomically(join(folder, PROVENANCE_FILE), about, { signal });
    throwIfAborted(signal, 'exporting');
  });
  return { bytes, tensors: changed };
}

async function inspect(
  tensors: readonly GgufSource[],
  signal: Work['signal'],
): Promise<readonly ExportedTensor[]> {
  const changed: ExportedTensor[] = [];
  for (const { name, type, edited } of tensors) {
    if (!edited) continue;
    throwIfAborted(signal, 'exporting');
    const back = dequantize(encoded(edited.values, type, name), type);
    changed.push({ name, dtype: type, rounded: roundedShare(await edited.before(), edited.values, back) });
  }
  return changed;
}

async function* pieces({ name, type, edited, read }: GgufSource): AsyncGenerator<Uint8Array> {
  if (edited) yield encoded(edited.values, type, name);
  else for await (const piece of read()) yield encoded(piece, type, name);
}

function encoded(values: Float32Array, type: WrittenType, name: string): Uint8Array {
  const bytes = quantize(values, type);
  assertStored(values, dequantize(bytes, type), type, name);
  return bytes;
}
