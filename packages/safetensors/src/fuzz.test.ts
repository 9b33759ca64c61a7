import { CheckpointError } from '@alphaedit/spec';
import { expect, it } from 'vitest';
import { decodeSafetensors } from './decode-safetensors.js';
import { ELEMENT_BYTES } from './dtype.js';
import { encodeSafetensors } from './encode-safetensors.js';

const MUTATIONS = 20_000;

/** Numbers in [0, n) from a fixed seed (xorshift32). */
function randomInts(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

const good = encodeSafetensors(
  [
    { name: 'transformer.h.0.weight', shape: [3, 5], data: new Float32Array(15).fill(1.5) },
    { name: 'transformer.h.0.bias', shape: [5], data: new Uint16Array(5).fill(0x3c00), dtype: 'F16' },
    { name: 'spectrum', shape: [4], data: new Float64Array(4).fill(-2) },
    { name: 'nothing', shape: [0], data: new Float32Array(0) },
  ],
  { format: 'pt' },
);
const headerEnd = 8 + Number(new DataView(good.buffer).getBigUint64(0, true));
const tokens = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '-',
  '.',
  'e9',
  '0',
  '9',
  'null',
  'F64',
  'BF16',
  '\\',
  '\n',
  '4294967296',
];

function mutate(int: (n: number) => number): Uint8Array {
  let bytes = Uint8Array.from(good);
  for (let round = 1 + int(3); round > 0; round--) {
    const at = int(4) === 0 ? int(bytes.length) : 8 + int(Math.min(headerEnd, bytes.length) - 8);
    const insert = new TextEncoder().encode(tokens[int(tokens.length)]!);
    const kind = int(6);
    if (kind === 0) bytes[at] = int(256);
    else if (kind === 1) bytes[at]! ^= 1 << int(8);
    else if (kind === 2) bytes.set(insert.subarray(0, bytes.length - at), at);
    else if (kind === 3) bytes = Uint8Array.of(...bytes.subarray(0, at), ...insert, ...bytes.subarray(at));
    else if (kind === 4) bytes = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1 + int(8)));
    else bytes[int(8)] = int(256);
    if (bytes.length < 9) return bytes;
    // Half of the time the length field is put right again, so that the JSON itself is reached.
    if (int(2) === 0) {
      const length = Math.max(0, headerEnd - 8 + bytes.length - good.length);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
    }
  }
  return bytes;
}

it(`${MUTATIONS} damaged files are either refused with a typed error or read with shapes that hold`, () => {
  const int = randomInts(20_260_801);
  const outcomes = { refused: 0, read: 0 };
  for (let i = 0; i < MUTATIONS; i++) {
    const bytes = mutate(int);
    try {
      const file = decodeSafetensors(bytes, 'fuzzed');
      let covered = 0;
      for (const { name, dtype, shape, byteLength } of file.tensors.values()) {
        const size = shape.reduce((product, n) => product * n, 1);
        covered += byteLength;
        if (file.readBytes(name).length !== size * ELEMENT_BYTES[dtype])
          throw new Error(`mutation ${i}: wrong length`);
        if (dtype === 'F32' && file.readFloat32(name).length !== size)
          throw new Error(`mutation ${i}: wrong shape`);
      }
      const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
      if (covered !== bytes.length - header) throw new Error(`mutation ${i}: bytes not accounted for`);
      outcomes.read++;
    } catch (error) {
      if (!CheckpointError.isInstance(error)) throw new Error(`mutation ${i}`, { cause: error });
      outcomes.refused++;
    }
  }
  // Both must happen, or the mutations miss their aim.
  expect(outcomes.refused).toBeGreaterThan(MUTATIONS / 2);
  expect(outcomes.read).toBeGreaterThan(MUTATIONS / 100);
});
