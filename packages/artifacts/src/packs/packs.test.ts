// Packs of the same model held against one another and put together.
import { createPortableLinearAlgebra } from '@alphaedit/linalg';
import type { Fact, LowRankDelta } from '@alphaedit/spec';
import { randomNumbers } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { decodeEditPack } from '../decode-edit-pack.js';
import type { DecodedEditPack } from '../edit-pack.js';
import { encodeEditPack } from '../encode-edit-pack.js';
import { diffPacks } from './diff-packs.js';
import { mergePacks } from './merge-packs.js';
import { packBatches } from './pack-batches.js';

const linalg = createPortableLinearAlgebra();
const [dOut, dIn] = [3, 5];

/** The column of a fact: the same for the same subject and target, whatever pack it is in. */
const column = (fact: Fact, rows: number) =>
  randomNumbers(
    rows,
    [...`${fact.subject}${fact.target}`].reduce((sum, char) => sum + char.charCodeAt(0), 0),
  );

function delta(parameter: string, facts: readonly Fact[]): LowRankDelta {
  const factor = (rows: number) => {
    const columns = facts.map((fact) => column(fact, rows));
    const data = Float64Array.from({ length: rows * facts.length }, (_, i) => {
      return columns[i % facts.length]![Math.floor(i / facts.length)]!;
    });
    return { rows, cols: facts.length, data };
  };
  return {
    kind: 'low-rank',
    parameter,
    orientation: 'out-in',
    left: factor(dOut),
    right: factor(dIn),
    byFact: true,
  };
}

const fact = (subject: string, target: string): Fact => ({ subject, prompt: '{} lives in', target });

/** A pack as it is read from its file: two weights, in batches of these facts. */
function pack(...batches: Fact[][]): DecodedEditPack {
  const facts = batches.flat();
  const deltas = batches.flatMap((batch) => [delta('w1', batch), delta('w2', batch)]);
  return decodeEditPack(
    encodeEditPack({
      model: { name: 'demo', hash: 'a'.repeat(64) },
      editor: 'alphaedit',
      settings: { layers: [1, 2], L2: 1 },
      factCount: facts.length,
      facts,
      batches: batches.map((batch) => ({ facts: batch.length, deltas: 2 })),
      madeBy: 'test',
      deltas,
    }),
  );
}

const [ann, bob, cid, dan] = [
  fact('Ann', 'Rome'),
  fact('Bob', 'Oslo'),
  fact('Cid', 'Bonn'),
  fact('Dan', 'Kyiv'),
] as const;
const annElsewhere = fact(' Ann', 'Paris');
const a = { name: 'a', pack: pack([ann, bob], [cid]) };
const b = { name: 'b', pack: pack([annElsewhere, bob, dan]) };

describe('the batches of a pack', () => {
  it('are told by a pack, and found in one that does not tell', () => {
    const { batches: _, ...older } = a.pack;
    expect(packBatches(older)).toEqual(packBatches(a.pack));
    expect(packBatches(a.pack).map(({ facts }) => facts)).toEqual([2, 1]);
    const [first, ...rest] = older.deltas as LowRankDelta[];
    const { byFact: __, ...joint } = first!;
    expect(packBatches({ ...older, deltas: [joint, ...rest] })).toMatchObject([{ facts: 3 }]);
  });

  it('are refused where they do not add up', () => {
    const wrong = encodeEditPack({ ...a.pack, batches: [{ facts: 3, deltas: 3 }] });
    expect(() => decodeEditPack(wrong)).toThrowError(expect.objectContaining({ code: 'pack-broken' }));
    const few = encodeEditPack({ ...a.pack, batches: [{ facts: 2, deltas: 4 }] });
    expect(() => decodeEditPack(few)).toThrowError(expect.objectContaining({ code: 'pack-broken' }));
  });
});

describe('diffPacks', () => {
  it('tells facts apart by question and answer, and how much each weight changes', async () => {
    const { facts, weights } = await diffPacks(a, b, linalg);
    expect(facts).toMatchObject({
      onlyFirst: [{ number: 3, subject: 'Cid' }],
      onlySecond: [{ number: 3, subject: 'Dan' }],
      same: [{ first: { number: 2, subject: 'Bob' }, second: { number: 2 }, alike: true }],
      other: [{ first: { number: 1, target: 'Rome' }, second: { number: 1, target: 'Paris' }, alike: false }],
    });
    expect(weights.map(({ parameter }) => parameter)).toEqual(['w1', 'w2']);
    const dense = async (deltas: readonly LowRankDelta[]) => {
      const parts = await Promise.all(
        deltas.map(({ left, right }) => linalg.matmul(left, right, { transposeB: true })),
      );
      return parts.reduce(
        (sum, { data }) => sum.map((value, i) => value + data[i]!),
        new Float64Array(dOut * dIn),
      );
    };
    const [x, y] = [
      await dense([delta('w1', [ann, bob]), delta('w1', [cid])]),
      await dense([delta('w1', [annElsewhere, bob, dan])]),
    ];
    expect(weights[0]!.first).toBeCloseTo(Math.hypot(...x), 12);
    expect(weights[0]!.second).toBeCloseTo(Math.hypot(...y), 12);
    expect(weights[0]!.apart).toBeCloseTo(Math.hypot(...x.map((value, i) => value - y[i]!)), 12);
  });

  it('finds nothing between a pack and itself', async () => {
    const { facts, weights } = await diffPacks(a, a, linalg);
    expect(facts).toMatchObject({ onlyFirst: [], onlySecond: [], other: [] });
    expect(facts!.same.every(({ alike }) => alike)).toBe(true);
    expect(weights.every(({ apart, first }) => apart === 0 && first > 0)).toBe(true);
  });

  it('tells what can be told of packs without facts, and of a weight that one does not change', async () => {
    const { facts: _, ...silent } = b.pack;
    const only = { ...silent, batches: undefined, deltas: silent.deltas.slice(0, 1) };
    const found = await diffPacks(a, { name: 'b', pack: only }, linalg);
    expect(found.facts).toBeUndefined();
    expect(found).toMatchObject({ first: { factCount: 3 }, second: { factCount: 3 } });
    expect(found.weights[1]).toMatchObject({ parameter: 'w2', second: 0 });
    expect(found.weights[1]!.apart).toBe(found.weights[1]!.first);
  });
});

describe('mergePacks', () => {
  const merge = (conflicts?: 'replace' | 'keep' | 'stack') => mergePacks([a, b], { conflicts, madeBy: 'me' });

  it('names conflicts and refuses them unless told what counts', () => {
    expect(() => merge()).toThrowError(
      expect.objectContaining({
        code: 'packs-conflict',
        message: expect.stringContaining('Ann → Rome (#1 of a) or Paris (#1 of b)'),
      }),
    );
  });

  it.each([
    ['replace', [bob, cid, annElsewhere, dan], [1, 1, 2]],
    ['keep', [ann, bob, cid, dan], [2, 1, 1]],
  ] as const)('%s: edits each question once, the others to the bit', (policy, facts, sizes) => {
    const { pack: merged, conflicts, repeated } = merge(policy);
    expect(merged.facts).toEqual(facts);
    expect(merged.factCount).toBe(4);
    expect(merged.batches).toEqual(sizes.map((size) => ({ facts: size, deltas: 2 })));
    let from = 0;
    const wanted = sizes.flatMap((size) => {
      const part = facts.slice(from, from + size);
      from += size;
      return [delta('w1', part), delta('w2', part)];
    });
    expect(merged.deltas).toEqual(wanted);
    expect(conflicts).toMatchObject([{ kept: policy === 'keep' ? 'first' : 'second' }]);
    expect(repeated).toMatchObject([
      { first: { pack: 'a', subject: 'Bob' }, second: { pack: 'b' }, kept: 'first' },
    ]);
    expect(decodeEditPack(encodeEditPack(merged))).toMatchObject({
      parents: [
        { sha256: a.pack.sha256, factCount: 3 },
        { sha256: b.pack.sha256, factCount: 3 },
      ],
      editor: 'alphaedit',
      settings: { layers: [1, 2], L2: 1 },
    });
  });

  it('stack: leaves every change in, also of packs without facts', () => {
    const { facts: _, ...silent } = b.pack;
    const { pack: merged } = mergePacks([a, { name: 'b', pack: silent }], {
      conflicts: 'stack',
      madeBy: 'me',
    });
    expect(merged.deltas).toEqual([...a.pack.deltas, ...b.pack.deltas]);
    expect(merged).toMatchObject({ factCount: 6 });
    expect(merged.facts).toBeUndefined();
    expect(() => mergePacks([a, { name: 'b', pack: silent }], { madeBy: 'me' })).toThrowError(
      expect.objectContaining({ code: 'facts-missing', message: expect.stringContaining('b was exported') }),
    );
  });

  it('keeps of settings what all share, and names every editor', () => {
    const other = { ...b.pack, editor: 'memit', settings: { layers: [1, 2], L2: 2 } };
    const { pack: merged } = mergePacks([a, { name: 'b', pack: other }], { conflicts: 'keep', madeBy: 'me' });
    expect(merged).toMatchObject({ editor: 'alphaedit + memit', settings: { layers: [1, 2] } });
  });

  it('takes nothing out of a change that is not kept by fact, but a whole batch', () => {
    const joint = (packed: DecodedEditPack) => ({
      ...packed,
      deltas: packed.deltas.map((one) => ({ ...one, byFact: false })),
    });
    const refused = expect.objectContaining({ code: 'not-separable' });
    const second = { name: 'b', pack: joint(b.pack) };
    expect(() => mergePacks([a, second], { conflicts: 'keep', madeBy: 'me' })).toThrowError(refused);
    const single = { name: 'c', pack: joint(pack([annElsewhere])) };
    const { pack: merged } = mergePacks([a, single], { conflicts: 'keep', madeBy: 'me' });
    expect(merged.deltas).toEqual(a.pack.deltas);
  });

  it('is of one model with one tokenizer, and names both where not', () => {
    const other = (model: object) => ({
      name: 'b',
      pack: { ...b.pack, model: { ...b.pack.model, ...model } },
    });
    const refused = expect.objectContaining({
      code: 'packs-of-different-models',
      message: expect.stringMatching(/^a belongs to demo \(.*\), b to demo \(.*\)\.$/),
    });
    const merged = (second: typeof b) => () => mergePacks([a, second], { conflicts: 'stack', madeBy: 'me' });
    expect(merged(other({ hash: 'b'.repeat(64) }))).toThrowError(refused);
    const spelled = { ...a, pack: { ...a.pack, model: { ...a.pack.model, tokenizer: 'x' } } };
    expect(() => mergePacks([spelled, other({ tokenizer: 'y' })], { madeBy: 'me' })).toThrowError(refused);
    expect(merged(other({ tokenizer: 'y' }))).not.toThrow();
  });
});
