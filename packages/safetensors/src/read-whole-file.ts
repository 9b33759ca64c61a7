import { CheckpointError } from '@alphaedit/spec';
import { IN_MEMORY_BYTES, tooLarge } from './in-memory.js';
import { openByteFile } from './open-byte-file.js';

/**
 * The bytes of a whole safetensors file, for `decodeSafetensors`.
 *
 * @throws {CheckpointError} `safetensors-too-large` over 2 GiB, before a byte is read; `safetensors-unreadable`,
 * `safetensors-truncated` for a file that shrinks meanwhile
 */
export async function readWholeFile(path: string): Promise<Uint8Array> {
  const file = await openByteFile(path);
  try {
    if (file.size <= IN_MEMORY_BYTES) return await file.read(0, file.size);
    throw new CheckpointError({
      code: 'safetensors-too-large',
      message: tooLarge(path, file.size),
      hint: 'Read it tensor by tensor with `openSafetensors`, or check that it is the file you meant.',
      data: { file: path, bytes: file.size },
    });
  } finally {
    await file.close();
  }
}
