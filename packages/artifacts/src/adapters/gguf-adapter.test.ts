import { readGguf } from '@alphaedit/gguf';
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { Matrix, WeightDelta } from '@alphaedit/spec';
import { randomNumbers } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { ggufAdapter } from './gguf-adapter.js';

const linalg = createPortableLinearAlgebra();
const [dOut, dIn] = [6, 10];
const matrix = (rows: number, cols: number, seed: number): Matrix<Float64Array> => ({
  rows,
  cols,
  data: Float64Array.from(randomNumbers(rows * cols, seed)),
});
const delta = (block: number, rank: number): WeightDelta => ({
  kind: 'low-rank',
  parameter: `h.${block}`,
  orientation: 'in-out',
  left: matrix(dOut, rank, block + 1),
  right: matrix(dIn, rank, block + 10),
});
const adapterOf = (deltas: readonly WeightDelta[]) =>
  ggufAdapter({
    deltas,
    linalg,
    architecture: 'gpt2',
    tensorOf: (parameter) => `blk.${parameter.slice(2)}.ffn_down.weight`,
    baseModel: 'demo',
  });

describe('ggufAdapter', () => {
  it('is the edit as llama.cpp adds it: B A, whatever the rank of each weight', async () => {
    const deltas = [delta(1, 2), delta(4, 3), delta(1, 1)];
    const { bytes, modules } = await adapterOf(deltas);
    expect(modules).toEqual([
      { parameter: 'h.1', module: 'blk.1.ffn_down.weight', rank: 3, lost: 0 },
      { parameter: 'h.4', module: 'blk.4.ffn_down.weight', rank: 3, lost: 0 },
    ]);
    const read = async (from: number, to: number) => bytes.slice(from, to);
    const file = await readGguf({ name: 'adapter.gguf', size: bytes.length, read });
    const said = Object.fromEntries([...file.metadata].map(([key, { value }]) => [key, value]));
    expect(said).toMatchObject({
      'general.type': 'adapter',
      'general.architecture': 'gpt2',
      'adapter.type': 'lora',
      'adapter.lora.alpha': 0,
    });
    for (const block of [1, 4]) {
      const name = `blk.${block}.ffn_down.weight`;
      const [a, b] = [file.tensor(`${name}.lora_a`), file.tensor(`${name}.lora_b`)];
      expect([a.shape, b.shape]).toEqual([
        [3, dIn],
        [dOut, 3],
      ]);
      const factor = async ({ name, shape }: typeof a): Promise<Matrix> => ({
        rows: shape[0]!,
        cols: shape[1]!,
        data: await file.readFloat32(name),
      });
      const added = await linalg.matmul(await factor(b), await factor(a));
      const changes = await Promise.all(
        deltas
          .filter(({ parameter }) => parameter === `h.${block}`)
          .map((one) =>
            one.kind === 'dense' ? one.value : linalg.matmul(one.left, one.right, { transposeB: true }),
          ),
      );
      // The factors are float32: 6e-8 of numbers of size 1, over sums of three.
      for (const [i, value] of added.data.entries()) {
        expect(value).toBeCloseTo(
          changes.reduce((sum, { data }) => sum + data[i]!, 0),
          6,
        );
      }
    }
    expect(file.tensors.size).toBe(4);
  });

  it('refuses an edit of nothing', async () => {
    await expect(adapterOf([])).rejects.toMatchObject({ code: 'no-deltas' });
  });
});
