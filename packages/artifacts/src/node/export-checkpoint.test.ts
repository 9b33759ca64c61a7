import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { float32ToBFloat16, float32ToFloat16 } from '@alphaedit/safetensors';
import { openSafetensors, writeSafetensors } from '@alphaedit/safetensors/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeProvenance, type Provenance } from '../provenance.js';
import { type ExportCheckpointOptions, exportCheckpoint } from './export-checkpoint.js';

const values = Float32Array.of(1, 2, 3, 4, 5, 6);
const edited = values.map((value) => value + 0.001);
const ids = BigInt64Array.of(1n, -2n);

const provenance: Provenance = {
  base: { name: 'demo', hash: 'a'.repeat(64) },
  editor: 'alphaedit',
  settings: { layers: [1] },
  madeBy: 'test',
  factCount: 2,
};

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
    'tokenizer.json',
    'model.safetensors.index.json',
    'pytorch_model.bin',
    'pytorch_model.bin.index.json',
    '.cache',
  ]) {
    await writeFile(join(source, name), name);
  }
  await writeFile(join(source, 'config.json'), '{"model_type": "x", "rope_theta": 10000.0}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const exported = (
  weights: ReadonlyMap<string, Float32Array>,
  out = join(folder, 'out'),
  more: Partial<ExportCheckpointOptions> = {},
) =>
  exportCheckpoint({
    source,
    files: ['a.safetensors', 'b.safetensors'],
    out,
    weights,
    provenance,
    ...more,
  });

describe('exportCheckpoint', () => {
  it('replaces the edited tensors and copies what belongs to them', async () => {
    const out = join(folder, 'out');
    const { tensors, bytes, leftOut } = await exported(
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
    expect(leftOut).toEqual(['.cache', 'onnx/', 'pytorch_model.bin', 'pytorch_model.bin.index.json']);
    const { files, ...about } = decodeProvenance(await readFile(join(out, 'alphaedit.json')));
    expect(about).toEqual({ format: 'alphaedit-checkpoint', ...provenance });
    expect(files!.map(({ name }) => name).sort()).toEqual(
      (await readdir(out)).filter((name) => name !== 'alphaedit.json').sort(),
    );
    for (const { name, bytes: size, sha256 } of files!) {
      const content = await readFile(join(out, name));
      expect([size, sha256]).toEqual([content.length, createHash('sha256').update(content).digest('hex')]);
    }
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
    await expect(
      exported(new Map(), join(folder, 'out'), { signal: AbortSignal.abort() }),
    ).rejects.toThrowError(expect.objectContaining({ code: 'aborted' }));
    await expect(exported(new Map([['ids', Float32Array.of(1, 2)]]))).rejects.toThrowError(
      expect.objectContaining({ code: 'export-dtype' }),
    );
    expect((await readdir(folder)).sort()).toEqual(['full', 'model']);
    expect(await readdir(join(folder, 'full'))).toEqual(['mine.txt']);
  });

  it('copies by name, through links too, and tells what it left', async () => {
    await writeFile(join(folder, 'secret.txt'), 'secret');
    await writeFile(join(folder, 'blob'), 'merges');
    const add = async (name: string) => writeFile(join(source, name), name);
    const wanted = [
      'LICENSE',
      'LICENSE.txt',
      'NOTICE.md',
      'tokenizer.model',
      'chat_template.jinja',
      'vocab.json',
    ];
    for (const name of wanted) await add(name);
    const others = [
      'credentials.json',
      'facts.jsonl',
      'alphaedit.json',
      'README.md',
      'config.json.bak',
      'LICENSE.pem',
      'license-key.txt',
    ];
    for (const name of others) await add(name);
    await symlink(join(folder, 'blob'), join(source, 'merges.txt'));
    await symlink(join(folder, 'secret.txt'), join(source, 'outside'));
    await symlink(join(folder, 'nothing'), join(source, 'generation_config.json'));
    await symlink(folder, join(source, 'special_tokens_map.json'));
    const { leftOut } = await exported(new Map());
    const out = join(folder, 'out');
    expect(await readFile(join(out, 'merges.txt'), 'utf8')).toBe('merges');
    for (const name of wanted) expect(await readFile(join(out, name), 'utf8')).toBe(name);
    const left = [...others, 'outside', 'generation_config.json', 'special_tokens_map.json'];
    expect(leftOut).toEqual(expect.arrayContaining(left));
    const there = await readdir(out);
    for (const name of left) if (name !== 'alphaedit.json') expect(there).not.toContain(name);
    for (const name of there) expect((await stat(join(out, name))).isFile()).toBe(true);
  });

  it('leaves texts in the header of the weights, but for their framework', async () => {
    const name = 'd.safetensors';
    const metadata = { format: 'pt', notes: 'Ada lives in Oslo' };
    await writeSafetensors(join(source, name), [{ name: 'w', shape: [6], data: values }], { metadata });
    const { leftOut } = await exported(new Map(), undefined, { files: [name] });
    expect(leftOut).toContain('d.safetensors#notes');
    const file = await openSafetensors(join(folder, 'out', name));
    expect(file.metadata).toEqual({ format: 'pt' });
    await file.close();
  });

  describe('in float16', () => {
    const large = Float32Array.of(1, -70_000, 3, 65_519, 1e6, 6);
    const half = { files: ['a.safetensors', 'c.safetensors'] };
    beforeEach(async () => {
      await writeSafetensors(join(source, 'c.safetensors'), [
        { name: 'h', shape: [2, 3], dtype: 'F16', data: float32ToFloat16(values) },
        { name: 'g', shape: [6], dtype: 'F16', data: float32ToFloat16(values) },
      ]);
    });
    const stored = async (name: string) => {
      const file = await openSafetensors(join(folder, 'out', 'c.safetensors'));
      try {
        return { dtype: file.tensors.get(name)!.dtype, values: await file.readFloat32(name) };
      } finally {
        await file.close();
      }
    };
    const config = async () => readFile(join(folder, 'out', 'config.json'), 'utf8');

    it('refuses what would be infinite, before it writes', async () => {
      // The first shard is sound: nothing of it may be there either.
      await expect(exported(new Map([['h', large]]), undefined, half)).rejects.toMatchObject({
        code: 'export-overflow',
        message: '2 of 6 numbers of tensor "h" are too large for F16: the largest is 1.000e+6.',
        hint: expect.stringContaining("`dtype: 'float32'`"),
        data: { tensor: 'h', dtype: 'F16', count: 2, largest: 1e6 },
      });
      const broken = exported(new Map([['w', values.with(0, Number.NaN)]]), undefined, half);
      await expect(broken).rejects.toMatchObject({ code: 'export-overflow' });
      expect(await readdir(folder)).toEqual(['model']);
    });

    it.each([
      ['float32', 'F32', 0],
      ['bfloat16', 'BF16', 2 ** -8],
    ] as const)('stores the edited tensors in %s where asked', async (dtype, type, error) => {
      await writeFile(
        join(source, 'model.safetensors.index.json'),
        '{"metadata": {"total_size": 64}, "weight_map": {}}',
      );
      const { tensors } = await exported(new Map([['h', large]]), undefined, { ...half, dtype });
      expect(tensors).toMatchObject([{ name: 'h', dtype: type }]);
      const found = await stored('h');
      expect(found.dtype).toBe(type);
      for (const [i, value] of found.values.entries()) {
        expect(Math.abs(value - large[i]!)).toBeLessThanOrEqual(error * Math.abs(large[i]!));
      }
      expect((await stored('g')).dtype).toBe('F16');
      // Of float16 and bfloat16 neither holds the numbers of the other: float32 holds both.
      expect(await config()).toBe('{\n  "torch_dtype": "float32","model_type": "x", "rope_theta": 10000.0}');
      const width = dtype === 'float32' ? 4 : 2;
      const index = await readFile(join(folder, 'out', 'model.safetensors.index.json'), 'utf8');
      // w in F32 and ids in I64; h; g in F16.
      expect(JSON.parse(index).metadata.total_size).toBe(24 + 16 + 6 * width + 12);
    });

    it('leaves config.json as it is where no type changes', async () => {
      await exported(new Map([['w', edited]]), undefined, { ...half, dtype: 'float32' });
      expect(await config()).toBe(await readFile(join(source, 'config.json'), 'utf8'));
    });

    it('refuses a tensor that holds no numbers, whatever type is asked for', async () => {
      const weights = new Map([['ids', Float32Array.of(1, 2)]]);
      await expect(exported(weights, undefined, { ...half, dtype: 'float32' })).rejects.toMatchObject({
        code: 'export-dtype',
      });
    });
  });
});
