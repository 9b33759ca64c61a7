import { AlphaEditError, seededRandom } from '@alphaedit/spec';
import { describe, expect, it } from 'vitest';
import { assertPackOf, decodeEditPack } from './decode-edit-pack.js';
import type { EditPack } from './edit-pack.js';
import { encodeDeltas } from './encode-deltas.js';
import { encodeEditPack } from './encode-edit-pack.js';

const pack: EditPack = {
  model: { name: 'demo', hash: 'a'.repeat(64) },
  editor: 'alphaedit',
  settings: { layers: [1], L2: 2 },
  factCount: 1,
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

const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
const { facts, factCount, deltas, ...about } = pack;

/** A pack as the first version wrote it. */
const first = (metadata: Record<string, string> = {}) =>
  encodeDeltas(deltas, {
    format: 'alphaedit-pack',
    schemaVersion: '1',
    pack: JSON.stringify({ ...about, facts }),
    ...metadata,
  });

it('comes back as it was, to the bit', () => {
  const bytes = encodeEditPack(pack);
  expect(decodeEditPack(bytes)).toEqual({ ...pack, sha256 });
  expect(decodeEditPack(Buffer.from(bytes))).toEqual({ ...pack, sha256 });
});

it('holds no text of a fact where none is given', () => {
  const bytes = encodeEditPack({ ...about, factCount, deltas });
  expect(decodeEditPack(bytes)).toEqual({ ...about, factCount, deltas, sha256 });
  const text = new TextDecoder('latin1').decode(bytes);
  for (const word of ['Ada', 'lives', 'Rome', 'Bel', 'Oslo']) expect(text).not.toContain(word);
});

it('of the first version is read, and nothing vouches for it', () => {
  expect(decodeEditPack(first())).toEqual(pack);
  const hash = decodeEditPack(encodeEditPack(pack)).sha256!;
  expect(() => decodeEditPack(first({ sha256: hash }))).toThrowError(
    expect.objectContaining({ code: 'pack-broken' }),
  );
});

it('belongs to one model', () => {
  expect(() => assertPackOf(pack, pack.model)).not.toThrow();
  expect(() => assertPackOf(pack, { hash: 'b'.repeat(64) })).toThrowError(
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
  expect(() => decodeEditPack(withMetadata({ schemaVersion: '3', pack: '{}' }))).toThrowError(code);
  const current = { schemaVersion: '2', pack: JSON.stringify({ ...about, factCount }) };
  expect(() => decodeEditPack(withMetadata(current))).toThrowError(code);
  expect(() => decodeEditPack(withMetadata({ ...current, sha256: '0'.repeat(64) }))).toThrowError(code);
  expect(() => decodeEditPack(encodeEditPack({ ...pack, factCount: 2 }))).toThrowError(code);
  expect(() => decodeEditPack(withMetadata({ pack: '{"model":1}' }))).toThrowError(code);
  expect(() => decodeEditPack(withMetadata({}))).toThrowError(code);
  expect(() => decodeEditPack(encodeEditPack(pack).subarray(0, 100))).toThrowError();
});

/** Ways a file is damaged. Each returns other bytes, or by chance the same. */
const MUTATIONS: Readonly<Record<string, (bytes: Uint8Array, below: (n: number) => number) => Uint8Array>> = {
  flip: (bytes, below) => changed(bytes, below(bytes.length), (byte) => byte ^ (1 << below(8))),
  set: (bytes, below) => changed(bytes, below(bytes.length), () => below(256)),
  digit: (bytes, below) => changed(bytes, below(600), () => 0x30 + below(10)),
  zero: (bytes, below) => {
    const at = below(bytes.length);
    return bytes.slice().fill(0, at, at + 1 + below(64));
  },
  cut: (bytes, below) => bytes.slice(0, below(bytes.length)),
  lengthen: (bytes, below) => Uint8Array.from([...bytes, ...Array<number>(1 + below(8)).fill(0)]),
  remove: (bytes, below) => {
    const at = below(bytes.length);
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + below(8))]);
  },
  swap: (bytes, below) => {
    const [a, b] = [below(bytes.length), below(bytes.length)];
    return bytes.with(a, bytes[b]!).with(b, bytes[a]!);
  },
};

const changed = (bytes: Uint8Array, at: number, to: (byte: number) => number) =>
  bytes.with(at, to(bytes[at]!) & 255);

describe('of 500 damaged packs', () => {
  it('none is read with another content, and each refusal has a code', () => {
    const random = seededRandom(20_261);
    const below = (n: number) => Math.floor(random() * n);
    const bytes = encodeEditPack(pack);
    const whole = decodeEditPack(bytes);
    const kinds = Object.values(MUTATIONS);
    const counts = { refused: 0, same: 0 };
    for (let i = 0; i < 500; i++) {
      const mutated = kinds[i % kinds.length]!(bytes, below);
      try {
        expect(decodeEditPack(mutated)).toEqual(whole);
        expect(mutated).toEqual(bytes);
        counts.same++;
      } catch (error) {
        if (!AlphaEditError.isInstance(error)) throw error;
        counts.refused++;
      }
    }
    expect(counts.refused + counts.same).toBe(500);
    expect(counts.refused).toBeGreaterThan(400);
  });
});
