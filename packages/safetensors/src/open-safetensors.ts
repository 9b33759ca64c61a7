import { openByteFile } from './open-byte-file.js';
import { type ElementRange, readSafetensors, type SafetensorsReader } from './read-safetensors.js';

/** An open safetensors file. Only the header is in memory; every read fills a fresh array of its own. */
export interface SafetensorsFile extends SafetensorsReader {
  readonly path: string;
  /** Length of the whole file in bytes. */
  readonly fileSize: number;
  readBytesSync(name: string, range?: ElementRange): Uint8Array;
  close(): Promise<void>;
}

/**
 * Opens a safetensors file of any size and checks its whole header; tensors are read one by one on demand.
 * The caller closes it.
 *
 * @throws {CheckpointError} `safetensors-unreadable`, and as `readSafetensors`
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const file = await openByteFile(path);
  try {
    const reader = await readSafetensors(file);
    return { ...reader, readBytesSync: reader.readBytesSync!, path, fileSize: file.size, close: file.close };
  } catch (error) {
    await file.close();
    throw error;
  }
}
