import { writeFileAtomically } from '@alphaedit/files';
import { encodeGgufHeader, type GgufTensorSpec } from '../encode-header.js';
import type { GgufMetadata } from '../metadata.js';

/** A tensor whose bytes are made, piece by piece, when its turn to be written comes. */
export interface LazyGgufTensor extends GgufTensorSpec {
  readonly data: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** What to write. */
export interface WriteGgufOptions {
  readonly metadata: GgufMetadata;
  readonly tensors: readonly LazyGgufTensor[];
  readonly signal?: AbortSignal;
  /** Called when a tensor has been written, with its number, from 1. */
  readonly onTensor?: (done: number, name: string) => void;
}

/**
 * Writes a GGUF file piece by piece, beside `path` and renamed: only one piece is in memory at a time, and a write that
 * fails leaves what was there before.
 *
 * @returns number of bytes written
 * @throws {SettingsError} `gguf-tensor`
 * @throws {OutputError} `disk-full`, `output-unwritable`, `output-failed`
 */
export async function writeGguf(path: string, options: WriteGgufOptions): Promise<number> {
  const { metadata, tensors, signal, onTensor } = options;
  const { bytes, layout } = encodeGgufHeader(metadata, tensors);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield bytes;
    for (const [i, { name, data }] of tensors.entries()) {
      const { byteLength, padding } = layout[i]!;
      let written = 0;
      for await (const piece of data()) {
        written += piece.length;
        yield piece;
      }
      if (written !== byteLength) throw new RangeError(`${name}: ${written} bytes for ${byteLength}`);
      yield new Uint8Array(padding);
      onTensor?.(i + 1, name);
    }
  }
  return writeFileAtomically(path, chunks(), { signal });
}
