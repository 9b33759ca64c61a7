import { createHash } from 'node:crypto';

/** Bytes hashed in one call, which takes less than 2 GiB. */
const PIECE_BYTES = 2 ** 26;

/** SHA-256, hex, of the memory of a typed array: of a tensor's elements as they are stored. */
export function tensorDigest({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const hash = createHash('sha256');
  for (let start = 0; start < byteLength; start += PIECE_BYTES) {
    hash.update(new Uint8Array(buffer, byteOffset + start, Math.min(PIECE_BYTES, byteLength - start)));
  }
  return hash.digest('hex');
}
