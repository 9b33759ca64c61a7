import { expect, it } from 'vitest';
import { assertPackOf, decodeEditPack } from './decode-edit-pack.js';
import type { EditPack } from './edit-pack.js';
import { encodeDeltas } from './encode-deltas.js';
import { encodeEditPack } from './encode-edit-pack.js';

const pack: EditPack = {
  model: { name: 'demo', hash: 'a'.repeat(64) },
  editor: 'alphaedit',
  settings: { layers: [1], L2: 2 },
  facts: [
    {
      id: 'x',
      subject: 'Vår "Ada"',
      prompt: '{} lives in',
      target: 'Rome',
      neighbors: [{ prompt: 'Bel lives in', answer: 'Oslo' }],
    },
  ],
  madeBy: 'test',
  deltas: [
    {
      kind: 'low-rank',
      parameter: 'h.1.mlp.c_proj.weight',
      orientation: 'in-out',
      left: { rows: 2, cols: 1, data: Float64Array.of(1 / 3, -0) },
      right: { rows: 3, cols: 1, data: Float64Array.of(0.1, 1e-300, 2) },
    },
  ],
};

it('comes back as it was, to the bit', () => {
  expect(decodeEditPack(encodeEditPack(pack))).toEqual(pack);
});

it('belongs to one model', () => {
  expect(() => assertPackOf(pack, pack.model.hash)).not.toThrow();
  expect(() => assertPackOf(pack, 'b'.repeat(64))).toThrowError(
    expect.objectContaining({ code: 'pack-of-another-model' }),
  );
});

it('refuses other safetensors files, later versions and a broken manifest', () => {
  const other = encodeDeltas(pack.deltas);
  expect(() => decodeEditPack(other, 'f')).toThrowError(
    expect.objectContaining({ code: 'not-an-edit-pack', kind: 'input' }),
  );
  const withMetadata = (metadata: Record<string, string>) =>
    encodeDeltas(pack.deltas, { format: 'alphaedit-pack', schemaVersion: '1', ...metadata });
  const code = expect.objectContaining({ code: 'pack-broken' });
  expect(() => decodeEditPack(withMetadata({ schemaVersion: '2', pack: '{}' }))).toThrowError(code);
  expect(() => decodeEditPack(withMetadata({ pack: '{"model":1}' }))).toThrowError(code);
  expect(() => decodeEditPack(withMetadata({}))).toThrowError(code);
  expect(() => decodeEditPack(encodeEditPack(pack).subarray(0, 100))).toThrowError();
});
