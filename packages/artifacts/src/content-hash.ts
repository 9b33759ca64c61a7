import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';

/** Stands in the place of a hash while it is computed. */
export const NO_HASH = '0'.repeat(64);

/**
 * Puts into a file, where `NO_HASH` first stands in it, the SHA-256 of the file as it is given: of all its bytes, with
 * zeros for the hash itself. Then no byte of it can change unnoticed.
 *
 * @returns the hash, hex
 * @throws {RangeError} when there is no place for it
 */
export function stampHash(bytes: Uint8Array): string {
  const at = indexOfText(bytes, NO_HASH);
  if (at < 0) throw new RangeError('the file has no place for its hash');
  const hash = bytesToHex(sha256(bytes));
  bytes.set(new TextEncoder().encode(hash), at);
  return hash;
}

/** Whether a file is, byte for byte, the one that `stampHash` gave this hash. */
export function hasHash(bytes: Uint8Array, hash: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(hash)) return false;
  const at = indexOfText(bytes, hash);
  if (at < 0) return false;
  const running = sha256.create();
  running.update(bytes.subarray(0, at));
  running.update(new TextEncoder().encode(NO_HASH));
  running.update(bytes.subarray(at + hash.length));
  return bytesToHex(running.digest()) === hash;
}

/** Where an ASCII text first stands; −1 where it does not. */
function indexOfText(bytes: Uint8Array, text: string): number {
  const wanted = new TextEncoder().encode(text);
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}
