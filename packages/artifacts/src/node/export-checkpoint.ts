import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically, writeFolder } from '@alphaedit/files';
import { type DType, ELEMENT_BYTES, type TensorArray } from '@alphaedit/safetensors';
import { type LazyTensorData, openSafetensors, writeSafetensors } from '@alphaedit/safetensors/node';
import type { Work } from '@alphaedit/spec';
import { throwIfAborted } from '@alphaedit/spec';
import { encodeProvenance, PROVENANCE_FILE, type Provenance } from '../provenance.js';
import { assertStored, roundedShare, storedValues } from '../stored-values.js';
import { besideWeights } from './checkpoint-files.js';
import { fileEntries } from './file-entries.js';
import { EXPORT_DTYPES, type ExportDtype, holdingAll, withDtype, withTotalSize } from './stored-dtype.js';

/** What to write, and from what. */
export interface ExportCheckpointOptions extends Work {
  /** Folder of the unedited checkpoint. */
  readonly source: string;
  /** Its safetensors files, by name. */
  readonly files: readonly string[];
  /** Folder to write; absent or empty. */
  readonly out: string;
  /** New values by tensor name, in the layout the checkpoint stores them in. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** Written as `alphaedit.json`, with name, size and SHA-256 of every other file. */
  readonly provenance: Provenance;
  /** Element type of the edited tensors; each tensor's own where left out. */
  readonly dtype?: ExportDtype;
}

/** A tensor that was replaced. */
export interface ExportedTensor {
  readonly name: string;
  readonly dtype: string;
  /**
   * ‖stored − W′‖ / ‖W′ − W‖ (Frobenius): how much of the change is lost to rounding in the element type it is stored
   * in. 0 for float32.
   */
  readonly rounded: number;
}

/** What an exported checkpoint holds. */
export interface ExportedCheckpoint {
  readonly bytes: number;
  readonly files: readonly string[];
  /**
   * What no reader of a checkpoint needs, and stays in the source: files, folders (with `/` at the end), and texts in the
   * headers of the weights, as `FILE#KEY`.
   */
  readonly leftOut: readonly string[];
  readonly tensors: readonly ExportedTensor[];
}

/** What was found of all tensors before the first is written. */
interface Inspected {
  readonly tensors: readonly ExportedTensor[];
  /** Floating types the export holds, and whether they are others than those of the source. */
  readonly types: ReadonlySet<DType>;
  readonly retyped: boolean;
  /** Bytes of all elements. */
  readonly size: number;
  /** Texts in the headers that stay there, as `FILE#KEY`. */
  readonly texts: readonly string[];
}

/** What a header says beside its tensors that readers need: the framework whose layout the tensors have. */
const FRAMEWORK = 'format';

/**
 * Writes a checkpoint folder with some tensors replaced: the same files, shards, names and element types, and beside them
 * the files that readers of a checkpoint need, byte for byte. Everything else in the source stays there. Each edited
 * tensor is checked in its element type before anything is written. The folder is written beside `out` and renamed, one
 * tensor in memory at a time; a stop half way leaves nothing.
 *
 * With `dtype`, the edited tensors are stored in that type, and `config.json` names the narrowest type that holds every
 * tensor exactly, so that a reader which converts all weights to one type changes none of them.
 *
 * @throws {OutputError} `output-not-empty`, `disk-full`, `output-unwritable`, `output-failed`
 * @throws {EditError} `export-dtype` for an edited tensor stored in a type that is not a float; `export-overflow` where
 * numbers do not fit their type
 * @throws {AbortedError}
 */
export async function exportCheckpoint(options: ExportCheckpointOptions): Promise<ExportedCheckpoint> {
  const { source, files, out, provenance, signal, onProgress } = options;
  const { needed, leftOut } = await besideWeights(source, files);
  let inspected: Inspected | undefined;
  let bytes = 0;
  await writeFolder(out, async (folder) => {
    inspected = await inspect(options);
    for (const [i, name] of files.entries()) {
      bytes += await writeShard(name, folder, options);
      onProgress?.({ stage: 'export', done: i + 1, total: files.length, unit: 'files', detail: name });
    }
    for (const name of needed) {
      throwIfAborted(signal, 'exporting');
      await copyBeside(name, source, folder, inspected);
    }
    const entries = await fileEntries(folder, [...files, ...needed], signal);
    const about = encodeProvenance('alphaedit-checkpoint', provenance, entries);
    await writeFileAtomically(join(folder, PROVENANCE_FILE), about, { signal });
    throwIfAborted(signal, 'exporting');
  });
  const { tensors, texts } = inspected!;
  return {
    bytes,
    files: [...files, ...needed, PROVENANCE_FILE],
    leftOut: [...leftOut, ...texts],
    tensors,
  };
}

const typeOf = (name: string, stored: DType, { weights, dtype }: ExportCheckpointOptions): DType =>
  dtype !== undefined && weights.has(name) ? EXPORT_DTYPES[dtype] : stored;

/** Holds every edited tensor to its element type. @throws {EditError} `export-dtype`, `export-overflow` */
async function inspect(options: ExportCheckpointOptions): Promise<Inspected> {
  const { source, files, weights, signal } = options;
  const tensors: ExportedTensor[] = [];
  const types = new Set<DType>();
  const texts: string[] = [];
  let retyped = false;
  let size = 0;
  for (const file of files) {
    const shard = await openSafetensors(join(source, file));
    try {
      const others = Object.keys(shard.metadata).filter((key) => key !== FRAMEWORK);
      texts.push(...others.map((key) => `${file}#${key}`));
      for (const { name, dtype: stored, size: count } of shard.tensors.values()) {
        throwIfAborted(signal, 'exporting');
        const edited = weights.get(name);
        // A type no edit can be stored in is told as such, whatever type is asked for.
        if (edited) storedValues(new Float32Array(0), stored, name);
        const dtype = typeOf(name, stored, options);
        if (/^B?F\d\d$/.test(dtype)) types.add(dtype);
        retyped ||= dtype !== stored;
        size += count * ELEMENT_BYTES[dtype];
        if (!edited) continue;
        const { back } = storedValues(edited, dtype, name);
        assertStored(edited, back, dtype, name);
        tensors.push({ name, dtype, rounded: roundedShare(await shard.readFloat32(name), edited, back) });
      }
    } finally {
      await shard.close();
    }
  }
  return { tensors, types, retyped, size, texts };
}

async function writeShard(name: string, folder: string, options: ExportCheckpointOptions): Promise<number> {
  const { source, weights, signal } = options;
  const file = await openSafetensors(join(source, name));
  try {
    const lazy = [...file.tensors.values()].map(({ name, dtype: stored, shape }): LazyTensorData => {
      const dtype = typeOf(name, stored, options);
      const data = async () => {
        const edited = weights.get(name);
        return edited ? storedValues(edited, dtype, name).data : elements(await file.readBytes(name), stored);
      };
      return { name, shape, dtype, data };
    });
    const { [FRAMEWORK]: framework } = file.metadata;
    const metadata = framework === undefined ? undefined : { [FRAMEWORK]: framework };
    return await writeSafetensors(join(folder, name), lazy, { metadata, signal });
  } finally {
    await file.close();
  }
}

/** Copies a file, with what it says of the tensors' types and sizes as they are now. */
async function copyBeside(
  name: string,
  source: string,
  folder: string,
  { retyped, types, size }: Inspected,
): Promise<void> {
  const [from, to] = [join(source, name), join(folder, name)];
  if (retyped && name === 'config.json') {
    await writeFileAtomically(to, withDtype(await readFile(from, 'utf8'), holdingAll(types)));
  } else if (retyped && name === 'model.safetensors.index.json') {
    await writeFileAtomically(to, withTotalSize(await readFile(from, 'utf8'), size));
  } else await copyFile(from, to);
}

/** Stored bytes as elements of the type's width, untouched. */
function elements(bytes: Uint8Array, dtype: DType): TensorArray {
  const { buffer, byteOffset, byteLength } = bytes;
  if (/64$/.test(dtype)) return new BigUint64Array(buffer, byteOffset, byteLength / 8);
  if (/32$/.test(dtype)) return new Uint32Array(buffer, byteOffset, byteLength / 4);
  if (/16$/.test(dtype)) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return bytes;
}
