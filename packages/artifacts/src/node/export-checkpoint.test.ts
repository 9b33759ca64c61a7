import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { float32ToBFloat16 } from '@alphaedit/safetensors';
import { openSafetensors, writeSafetensors } from '@alphaedit/safetensors/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportCheckpoint } from './export-checkpoint.js';

const values = Float32Array.of(1, 2, 3, 4, 5, 6);
const edited = values.map((value) => value + 0.001);
const ids = BigInt64Array.of(1n, -2n);

let folder: string;
let source: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alphaedit-export-'));
  source = join(folder, 'model');
  await mkdir(join(source, 'onnx'), { recursive: true });
  const spec = { shape: [2, 3] } as const;
  await writeSafetensors(
    join(source, 'a.safetensors'),
    [
      { name: 'w', ...spec, data: values },
      { name: 'ids', shape: [2], data: ids },
    ],
    { metadata: { format: 'pt' } },
  );
  await writeSafetensors(join(source, 'b.safetensors'), [
    { name: 'v', ...spec, dtype: 'BF16', data: float32ToBFloat16(values) },
  ]);
  for (const name of [
    'config.json',
    'tokenizer.json',
    'model.safetensors.index.json',
    'pytorch_model.bin',
    'pytorch_model.bin.index.json',
    '.cache',
  ]) {
    await writeFile(join(source, name), name);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exported = (
  weights: ReadonlyMap<string, Float32Array>,
  out = join(folder, 'out'),
  signal?: AbortSignal,
) =>
  exportCheckpoint({
    source,
    files: ['a.safetensors', 'b.safetensors'],
    out,
    weights,
    provenance: { editor: 'alphaedit' },
    signal,
  });

describe('exportCheckpoint', () => {
  it('replaces the edited tensors and copies everything else', async () => {
    const out = join(folder, 'out');
    const { tensors, bytes } = await exported(
      new Map([
        ['w', edited],
        ['v', edited],
      ]),
    );
    expect((await readdir(out)).sort()).toEqual([
      'a.safetensors',
      'alphaedit.json',
      'b.safetensors',
      'config.json',
      'model.safetensors.index.json',
      'tokenizer.json',
    ]);
    expect(JSON.parse(await readFile(join(out, 'alphaedit.json'), 'utf8'))).toEqual({ editor: 'alphaedit' });
    const file = await openSafetensors(join(out, 'a.safetensors'));
    expect(file.metadata).toEqual({ format: 'pt' });
    expect(await file.readFloat32('w')).toEqual(edited);
    const kept = await file.readBytes('ids');
    expect(new BigInt64Array(kept.buffer, kept.byteOffset, 2)).toEqual(ids);
    expect(bytes).toBeGreaterThan(file.fileSize);
    await file.close();
    const other = await openSafetensors(join(out, 'b.safetensors'));
    expect(other.tensors.get('v')!.dtype).toBe('BF16');
    // A thousandth is below the spacing of bfloat16 at 1 … 6, so that the whole change is lost; and said to be.
    expect(await other.readFloat32('v')).toEqual(values);
    await other.close();
    const rounded = Object.fromEntries(tensors.map((tensor) => [tensor.name, tensor.rounded]));
    expect(rounded.w).toBe(0);
    expect(rounded.v).toBeCloseTo(1, 3);
  });

  it('is the same bytes when nothing is edited', async () => {
    await exported(new Map());
    for (const name of ['a.safetensors', 'b.safetensors', 'config.json']) {
      expect(await readFile(join(folder, 'out', name))).toEqual(await readFile(join(source, name)));
    }
  });

  it('touches no folder that holds files, and leaves nothing when it is stopped or fails', async () => {
    await mkdir(join(folder, 'full'));
    await writeFile(join(folder, 'full', 'mine.txt'), 'mine');
    await expect(exported(new Map(), join(folder, 'full'))).rejects.toThrowError(
      expect.objectContaining({ code: 'output-not-empty' }),
    );
    await expect(exported(new Map(), join(folder, 'out'), AbortSignal.abort())).rejects.toThrowError(
      expect.objectContaining({ code: 'aborted' }),
    );
    await expect(exported(new Map([['ids', Float32Array.of(1, 2)]]))).rejects.toThrowError(
      expect.objectContaining({ code: 'export-dtype' }),
    );
    expect((await readdir(folder)).sort()).toEqual(['full', 'model']);
    expect(await readdir(join(folder, 'full'))).toEqual(['mine.txt']);
  });
});
