import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { openSafetensors } from './open-safetensors.js';
import { readWholeFile } from './read-whole-file.js';
import { writeSafetensors } from './write-safetensors.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

const tensors = [
  { name: 'w', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  { name: 'd', shape: [2], data: Float64Array.of(0.1, 0.2) },
];

describe('writeSafetensors and openSafetensors', () => {
  it('write the bytes encodeSafetensors gives, lazily too, and say how many', async () => {
    const path = join(folder, 'a.safetensors');
    const lazy = tensors.map(({ name, shape, data }) => ({
      name,
      shape,
      dtype: name === 'd' ? ('F64' as const) : ('F32' as const),
      data: async () => data,
    }));
    const expected = encodeSafetensors(tensors, { by: 'test' });
    for (const input of [tensors, lazy]) {
      expect(await writeSafetensors(path, input, { metadata: { by: 'test' } })).toBe(expected.length);
      expect(new Uint8Array(await readFile(path))).toEqual(expected);
    }
  });

  it('read whole tensors and parts into arrays of their own', async () => {
    const path = join(folder, 'b.safetensors');
    await writeSafetensors(path, tensors);
    const file = await openSafetensors(path);
    try {
      expect([...(await file.readFloat32('w', { from: 2, to: 5 }))]).toEqual([3, 4, 5]);
      expect([...(await file.readFloat64('w'))]).toEqual([1, 2, 3, 4, 5, 6]);
      const first = await file.readFloat64('d');
      first[0] = 7;
      expect([...(await file.readFloat64('d'))]).toEqual([0.1, 0.2]);
      await expect(file.readFloat32('w', { from: 0, to: 7 })).rejects.toThrow(RangeError);
      await expect(file.readFloat32('x')).rejects.toMatchObject({ code: 'safetensors-tensor-missing' });
    } finally {
      await file.close();
    }
  });

  it('reads past 2 and 4 GiB', async () => {
    const path = join(folder, 'large.safetensors');
    const gap = 2 ** 32 + 4096;
    const header = JSON.stringify({
      gap: { dtype: 'U8', shape: [gap], data_offsets: [0, gap] },
      last: { dtype: 'F32', shape: [1], data_offsets: [gap, gap + 4] },
    });
    const start = new Uint8Array(8 + header.length);
    new DataView(start.buffer).setBigUint64(0, BigInt(header.length), true);
    start.set(new TextEncoder().encode(header), 8);
    const sparse = await open(path, 'w');
    await sparse.write(start, 0, start.length, 0);
    await sparse.write(new Uint8Array(Float32Array.of(2.5).buffer), 0, 4, start.length + gap);
    await sparse.close();
    const file = await openSafetensors(path);
    try {
      expect([...(await file.readFloat32('last'))]).toEqual([2.5]);
    } finally {
      await file.close();
      await rm(path);
    }
  });

  it.each([
    ['is missing', async () => join(folder, 'none'), 'safetensors-unreadable'],
    ['is a folder', async () => folder, 'safetensors-unreadable'],
    ['is empty', async () => written('empty', new Uint8Array(0)), 'safetensors-truncated'],
    [
      'ends in its header',
      async () => written('short', encodeSafetensors(tensors).subarray(0, 40)),
      'safetensors-truncated',
    ],
    [
      'ends in its data',
      async () => written('cut', encodeSafetensors(tensors).slice(0, -1)),
      'safetensors-truncated',
    ],
  ])('refuse a file that %s', async (_, make, code) => {
    await expect(openSafetensors(await make())).rejects.toMatchObject({ code });
  });

  it('notice a file that shrinks while it is open', async () => {
    const path = join(folder, 'shrinks');
    await writeSafetensors(path, tensors);
    const file = await openSafetensors(path);
    try {
      await truncate(path, file.fileSize - 4);
      await expect(file.readFloat32('w')).rejects.toMatchObject({ code: 'safetensors-truncated' });
    } finally {
      await file.close();
    }
  });
});

async function written(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

describe('a write that fails', () => {
  it('leaves what was there and nothing beside it', async () => {
    const path = join(folder, 'kept.safetensors');
    await writeSafetensors(path, tensors);
    const before = await readFile(path);
    const others = await readdir(folder);
    const failing = {
      name: 'x',
      shape: [1],
      dtype: 'F32' as const,
      data: () => Promise.reject(new Error('no data')),
    };
    await expect(writeSafetensors(path, [...tensors, failing])).rejects.toMatchObject({
      code: 'output-failed',
    });
    const wrong = { ...failing, data: () => new Float32Array(2) };
    await expect(writeSafetensors(path, [wrong])).rejects.toMatchObject({ code: 'safetensors-shape' });
    await expect(writeSafetensors(path, tensors, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(others);
  });
});

it('a whole file in memory equals the file on the disk', async () => {
  const path = join(folder, 'same');
  await writeSafetensors(path, tensors);
  const bytes = decodeSafetensors(new Uint8Array(await readFile(path)));
  expect([...bytes.readFloat32('w')]).toEqual([1, 2, 3, 4, 5, 6]);
});

describe('readWholeFile', () => {
  it('reads what decodeSafetensors takes', async () => {
    const path = await written('whole', encodeSafetensors(tensors));
    expect(await readWholeFile(path)).toEqual(encodeSafetensors(tensors));
  });

  it('refuses more than fits into one array, before it reads', async () => {
    const path = await written('huge', new Uint8Array(0));
    await truncate(path, 2 ** 31 + 1);
    await expect(readWholeFile(path)).rejects.toMatchObject({ code: 'safetensors-too-large' });
    await rm(path);
  });
});
