import type { ByteSource } from '@alphaedit/safetensors';

/** One file of a checkpoint, wherever it lies: in a folder, picked by a visitor, read in ranges from a server. */
export interface CheckpointFile extends ByteSource {
  /** Name within the checkpoint's folder, e.g. `config.json`. */
  readonly name: string;
  /** How messages name it; its name unless given. */
  readonly path?: string;
}

/** A `File` or `Blob` of a browser as a file of a checkpoint. Only the parts asked for are read. */
export function checkpointFile(name: string, blob: Blob): CheckpointFile {
  return {
    name,
    size: blob.size,
    read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  };
}
