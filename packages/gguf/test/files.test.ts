import { readFile, writeFile } from 'node:fs/promises';
import { CheckpointError } from '@alphaedit/spec';
import { temporaryFolder } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import {
  encodeGgufHeader,
  float32,
  parseGgufHeader,
  quantize,
  readGguf,
  string,
  uint32,
} from '../src/index.js';
import { openGguf, writeGguf } from '../src/node.js';
import { inMemory, metadata } from './sample.js';

const at = temporaryFolder();
const values = Float32Array.from({ length: 3 * 64 }, (_, i) => (i - 90) / 64);
const tensors = [
  { name: 'blk.0.ffn_down.weight', type: 'Q8_0', shape: [3, 64], data: () => [quantize(values, 'Q8_0')] },
  {
    name: 'output_norm.weight',
    type: 'F32',
    shape: [3],
    // In two pieces, as large tensors come.
    data: () => [quantize(values.slice(0, 1), 'F32'), quantize(values.slice(1, 3), 'F32')],
  },
  { name: 'token_embd.weight', type: 'F16', shape: [3, 64], data: () => [quantize(values, 'F16')] },
] as const;

describe('a GGUF file', () => {
  it('is read as it was written', async () => {
    const path = at('whole.gguf');
    const seen: string[] = [];
    const bytes = await writeGguf(path, {
      metadata,
      tensors,
      onTensor: (done, name) => seen.push(`${done} ${name}`),
    });
    expect(seen).toEqual(['1 blk.0.ffn_down.weight', '2 output_norm.weight', '3 token_embd.weight']);
    const file = await openGguf(path);
    try {
      expect(file.fileSize).toBe(bytes);
      expect([...file.metadata]).toEqual([...metadata]);
      expect([...file.tensors.values()].map(({ name, type, shape }) => ({ name, type, shape }))).toEqual(
        tensors.map(({ name, type, shape }) => ({ name, type, shape })),
      );
      for (const { offset } of file.tensors.values()) expect(offset % 32).toBe(0);
      expect([...(await file.readFloat32('output_norm.weight'))]).toEqual([...values.slice(0, 3)]);
      expect([...(await file.readFloat32('token_embd.weight'))]).toEqual([...values]);
      const whole = await file.readFloat32('blk.0.ffn_down.weight');
      const part = await file.readFloat32('blk.0.ffn_down.weight', { from: 32, to: 96 });
      expect([...part]).toEqual([...whole.slice(32, 96)]);
      // Half a step of the scale, which is the largest of 32 numbers divided by 127.
      for (const [i, value] of whole.entries())
        expect(Math.abs(value - values[i]!)).toBeLessThan(1.6 / 127 / 2);
      await expect(file.readFloat32('none')).rejects.toMatchObject({ code: 'missing-tensor' });
    } finally {
      await file.close();
    }
  });

  it('is refused where a tensor cannot be stored so', () => {
    const refused = [
      [{ name: 'w', type: 'Q8_0', shape: [2, 33] }],
      [{ name: 'x'.repeat(64), type: 'F32', shape: [1] }],
      [
        { name: 'w', type: 'F32', shape: [1] },
        { name: 'w', type: 'F32', shape: [1] },
      ],
      [{ name: 'w', type: 'F32', shape: [] }],
    ] as const;
    for (const specs of refused) {
      expect(() => encodeGgufHeader(new Map(), specs)).toThrowError(
        expect.objectContaining({ code: 'gguf-tensor' }),
      );
    }
  });

  it('is read also where its header is longer than what is read at first', async () => {
    const long = new Map([['general.text', string('x'.repeat(3 * 2 ** 20))]]);
    const { bytes } = encodeGgufHeader(long, []);
    expect((await readGguf(inMemory(bytes))).metadata.get('general.text')).toMatchObject({ type: 'string' });
  });

  it('says so where it is none, of another version, or a pointer', async () => {
    const { bytes } = encodeGgufHeader(metadata, []);
    const changed = (at: number, byte: number) => {
      const copy = bytes.slice();
      copy[at] = byte;
      return copy;
    };
    for (const [file, code] of [
      [changed(0, 0), 'gguf-header'],
      [changed(4, 1), 'gguf-version'],
      [bytes.slice(0, 40), 'gguf-truncated'],
      [
        new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'),
        'git-lfs-pointer',
      ],
    ] as const) {
      await expect(readGguf(inMemory(file))).rejects.toMatchObject({ code });
    }
    await writeFile(at('text.gguf'), 'no model');
    await expect(openGguf(at('text.gguf'))).rejects.toMatchObject({ code: 'gguf-header' });
    await expect(openGguf(at('absent.gguf'))).rejects.toMatchObject({ code: 'safetensors-unreadable' });
  });
});

describe('a hostile header', () => {
  const header = (...parts: (readonly [bytes: 4 | 8, value: bigint | number])[]) => {
    const bytes = new Uint8Array(parts.reduce((sum, [width]) => sum + width, 0));
    const view = new DataView(bytes.buffer);
    let position = 0;
    for (const [width, value] of parts) {
      if (width === 4) view.setUint32(position, Number(value), true);
      else view.setBigUint64(position, BigInt(value), true);
      position += width;
    }
    return bytes;
  };
  const begin = [
    [4, 0x46554747],
    [4, 3],
  ] as const;

  it.each([
    ['tensors without end', header(...begin, [8, 2n ** 60n], [8, 0])],
    ['values without end', header(...begin, [8, 0], [8, 2n ** 60n])],
    ['a key without end', header(...begin, [8, 0], [8, 1], [8, 2n ** 62n])],
    ['a list of lists', header(...begin, [8, 0], [8, 1], [8, 0], [4, 9], [4, 9], [8, 1])],
    ['a list without end', header(...begin, [8, 0], [8, 1], [8, 0], [4, 9], [4, 0], [8, 2n ** 63n])],
    ['a value of no type', header(...begin, [8, 0], [8, 1], [8, 0], [4, 77])],
    ['a tensor of no type', header(...begin, [8, 1], [8, 0], [8, 0], [4, 1], [8, 32], [4, 99], [8, 0])],
    ['five dimensions', header(...begin, [8, 1], [8, 0], [8, 0], [4, 5])],
    [
      'a tensor behind the end',
      header(...begin, [8, 1], [8, 0], [8, 0], [4, 1], [8, 2n ** 40n], [4, 0], [8, 0]),
    ],
    [
      'a size beyond all numbers',
      header(...begin, [8, 1], [8, 0], [8, 0], [4, 2], [8, 2n ** 60n], [8, 2n ** 60n], [4, 0], [8, 0]),
    ],
    [
      'a tensor that is not aligned',
      header(...begin, [8, 1], [8, 0], [8, 0], [4, 1], [8, 0], [4, 0], [8, 3]),
    ],
  ])('is refused: %s', (_, bytes) => {
    expect(() => parseGgufHeader(bytes, bytes.length, 'hostile')).toThrowError(
      expect.objectContaining({ code: expect.stringMatching(/^gguf-(header|truncated|type)$/) }),
    );
  });

  const MUTATIONS = 5_000;
  it(`${MUTATIONS} damaged files are refused with a typed error, or read within their bounds`, async () => {
    const specs = tensors.map(({ name, type, shape }) => ({ name, type, shape }));
    const more = new Map([...metadata, ['general.alignment', uint32(64)], ['x', float32(1)]] as const);
    const { bytes: head, layout } = encodeGgufHeader(more, specs);
    const size = layout.reduce((sum, { byteLength, padding }) => sum + byteLength + padding, head.length);
    let state = 20_261_129;
    const int = (n: number) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % n;
    };
    const outcomes = { refused: 0, read: 0 };
    for (let i = 0; i < MUTATIONS; i++) {
      const bytes = new Uint8Array(int(8) === 0 ? int(size) : size);
      bytes.set(head.subarray(0, bytes.length));
      for (let round = 1 + int(3); round > 0; round--)
        bytes[int(Math.min(head.length, bytes.length || 1))] = int(256);
      try {
        const file = await readGguf(inMemory(bytes));
        for (const { name, byteLength } of file.tensors.values()) {
          expect((await file.readBytes(name)).length).toBe(byteLength);
        }
        outcomes.read++;
      } catch (error) {
        if (!CheckpointError.isInstance(error)) throw new Error(`mutation ${i}`, { cause: error });
        outcomes.refused++;
      }
    }
    expect(outcomes.refused).toBeGreaterThan(MUTATIONS / 10);
    expect(outcomes.read).toBeGreaterThan(MUTATIONS / 10);
  });
});

it('begins with its name and version', async () => {
  await writeGguf(at('empty.gguf'), { metadata, tensors: [] });
  expect((await readFile(at('empty.gguf'))).subarray(0, 8)).toEqual(Buffer.from('GGUF\x03\0\0\0', 'latin1'));
});
