import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically, writeFolder } from '@alphaedit/files';
import {
  bfloat16ToFloat32,
  type DType,
  float16ToFloat32,
  float32ToBFloat16,
  float32ToFloat16,
  type TensorArray,
} from '@alphaedit/safetensors';
import { type LazyTensorData, openSafetensors, writeSafetensors } from '@alphaedit/safetensors/node';
import type { Work } from '@alphaedit/spec';
import { EditError, throwIfAborted } from '@alphaedit/spec';

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
  /** Written as `alphaedit.json`: where the weights come from. */
  readonly provenance: object;
}

/** What an exported checkpoint holds. */
export interface ExportedCheckpoint {
  readonly bytes: number;
  readonly files: readonly string[];
  readonly tensors: readonly {
    readonly name: string;
    readonly dtype: string;
    /**
     * ‖stored − W′‖ / ‖W′ − W‖ (Frobenius): how much of the change is lost to rounding in the checkpoint's own element
     * type. 0 for float32.
     */
    readonly rounded: number;
  }[];
}

/** Says where the weights come from. */
const PROVENANCE = 'alphaedit.json';
/** Weights in forms that do not hold the edit, their indices, and what no reader of a checkpoint needs. */
const LEFT_OUT =
  /\.(safetensors|bin|pt|pth|ckpt|h5|msgpack|onnx|gguf|ot|tmp)$|^(?!model\.safetensors\.).*\.index\.json$|^\.|^alphaedit\.json$/;

/**
 * Writes a checkpoint folder with some tensors replaced: the same files, shards, names and element types, everything
 * else copied byte for byte. It is written beside `out` and renamed, one tensor in memory at a time; a stop half way
 * leaves nothing.
 *
 * @throws {OutputError} `output-not-empty`, `disk-full`, `output-unwritable`, `output-failed`
 * @throws {EditError} `export-dtype` for an edited tensor stored in a type that is not a float
 * @throws {AbortedError}
 */
export async function exportCheckpoint(options: ExportCheckpointOptions): Promise<ExportedCheckpoint> {
  const { source, files, out, weights, provenance, signal, onProgress } = options;
  let bytes = 0;
  const tensors: ExportedCheckpoint['tensors'][number][] = [];
  const beside: string[] = [];
  await writeFolder(out, async (folder) => {
    for (const [i, name] of files.entries()) {
      const shard = await writeShard(join(source, name), join(folder, name), weights, signal);
      bytes += shard.bytes;
      tensors.push(...shard.tensors);
      onProgress?.({ stage: 'export', done: i + 1, total: files.length, unit: 'files', detail: name });
    }
    for (const entry of await readdir(source, { withFileTypes: true })) {
      if (entry.isDirectory() || LEFT_OUT.test(entry.name)) continue;
      throwIfAborted(signal, 'exporting');
      await copyFile(join(source, entry.name), join(folder, entry.name));
      beside.push(entry.name);
    }
    const text = `${JSON.stringify(provenance, undefined, 2)}\n`;
    await writeFileAtomically(join(folder, PROVENANCE), text, { signal });
    throwIfAborted(signal, 'exporting');
  });
  return { bytes, files: [...files, ...beside, PROVENANCE], tensors };
}

async function writeShard(
  from: string,
  to: string,
  weights: ReadonlyMap<string, Float32Array>,
  signal: AbortSignal | undefined,
) {
  const file = await openSafetensors(from);
  try {
    const tensors: ExportedCheckpoint['tensors'][number][] = [];
    const lazy = [...file.tensors.values()].map(({ name, dtype, shape }): LazyTensorData => {
      const data = async () => {
        const edited = weights.get(name);
        if (!edited) return elements(await file.readBytes(name), dtype);
        const stored = narrow(edited, dtype, name);
        tensors.push({ name, dtype, rounded: rounding(await file.readFloat32(name), edited, stored) });
        return stored.data;
      };
      return { name, shape, dtype, data };
    });
    const bytes = await writeSafetensors(to, lazy, { metadata: file.metadata, signal });
    return { bytes, tensors };
  } finally {
    await file.close();
  }
}

/** Stored bytes as elements of the type's width, untouched. */
function elements(bytes: Uint8Array, dtype: DType): TensorArray {
  const { buffer, byteOffset, byteLength } = bytes;
  if (/64$/.test(dtype)) return new BigUint64Array(buffer, byteOffset, byteLength / 8);
  if (/32$/.test(dtype)) return new Uint32Array(buffer, byteOffset, byteLength / 4);
  if (/16$/.test(dtype)) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return bytes;
}

/** Values in the checkpoint's element type, and what they are after rounding to it. */
function narrow(values: Float32Array, dtype: DType, name: string): { data: TensorArray; back: Float32Array } {
  if (dtype === 'F32') return { data: values, back: values };
  if (dtype === 'F64') return { data: Float64Array.from(values), back: values };
  if (dtype === 'BF16') {
    const data = float32ToBFloat16(values);
    return { data, back: bfloat16ToFloat32(data) };
  }
  if (dtype === 'F16') {
    const data = float32ToFloat16(values);
    return { data, back: float16ToFloat32(data) };
  }
  throw new EditError({
    code: 'export-dtype',
    message: `Tensor "${name}" is stored as ${dtype}, which cannot hold an edited weight.`,
    hint: 'Export from a checkpoint in float32, bfloat16 or float16, or an adapter with `exportAdapter(edits, { model, out })`.',
    data: { tensor: name, dtype },
  });
}

function rounding(
  before: Float32Array,
  edited: Float32Array,
  { back }: { readonly back: Float32Array },
): number {
  let lost = 0;
  let change = 0;
  for (let i = 0; i < edited.length; i++) {
    lost += (back[i]! - edited[i]!) ** 2;
    change += (edited[i]! - before[i]!) ** 2;
  }
  return change === 0 ? 0 : Math.sqrt(lost / change);
}
