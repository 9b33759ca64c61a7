import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hasHash, NO_HASH, stampHash } from './content-hash.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const text = (hash: string) => `{"sha256":"${hash}","rest":"ä 0${NO_HASH}"}`;

describe('stampHash', () => {
  it('is the SHA-256 of the file with zeros in its place', () => {
    const bytes = bytesOf(text(NO_HASH));
    const hash = stampHash(bytes);
    expect(hash).toBe(createHash('sha256').update(text(NO_HASH)).digest('hex'));
    expect(new TextDecoder().decode(bytes)).toBe(text(hash));
    expect(hasHash(bytes, hash)).toBe(true);
    expect(() => stampHash(bytesOf('no place'))).toThrow(RangeError);
  });

  it('no byte can change unnoticed', () => {
    const bytes = bytesOf(text(NO_HASH));
    const hash = stampHash(bytes);
    for (let i = 0; i < bytes.length; i++) {
      expect(hasHash(bytes.with(i, bytes[i]! ^ 1), hash), `byte ${i}`).toBe(false);
    }
    for (const other of [bytes.subarray(1), bytesOf(`${text(hash)} `), bytesOf('')]) {
      expect(hasHash(other, hash)).toBe(false);
    }
    for (const wrong of ['', hash.toUpperCase(), hash.slice(1), NO_HASH]) {
      expect(hasHash(bytes, wrong)).toBe(false);
    }
  });
});
