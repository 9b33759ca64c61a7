import { openByteFile } from '@alphaedit/safetensors/node';
import { type GgufReader, readGguf } from '../read-gguf.js';

/** An open GGUF file. The caller closes it. */
export interface GgufFile extends GgufReader {
  close(): Promise<void>;
}

/**
 * Opens a GGUF file of any size and checks its header; tensors are read when asked for.
 *
 * @throws {CheckpointError} `safetensors-unreadable` where it cannot be opened, and as `readGguf`
 */
export async function openGguf(path: string): Promise<GgufFile> {
  const file = await openByteFile(path);
  try {
    return { ...(await readGguf(file)), close: file.close };
  } catch (error) {
    await file.close();
    throw error;
  }
}
