// Edits as patches: compared, merged, stacked.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeEditPack, encodeEditPack } from '@alphaedit/artifacts';
import type { Fact, Warning } from '@alphaedit/spec';
import { temporaryFolder, writeTinyModel } from '@alphaedit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  applyEdits,
  diffEdits,
  exportPack,
  mergeEdits,
  openModel,
  openStack,
  PACK_FILE,
  readPack,
} from '../src/node.js';
import { PARAMETER, writeRun } from './written-run.js';

const at = temporaryFolder();
const [model, first, second] = [at('model'), at('first'), at('second')];
const fact = (subject: string, target: string): Fact => ({ subject, prompt: '{} likes', target });
const [ann, bob, cid] = [fact('Ann', 'tea'), fact('Bob', 'oil'), fact('Cid', 'gas')];
const annAnew = fact('Ann', 'gas');

beforeAll(async () => {
  await writeTinyModel(model);
  await writeRun(first, { model, facts: [ann, bob], batches: [1, 1] });
  await writeRun(second, { model, facts: [annAnew, cid], batches: [2] });
  await exportPack(second, { out: at('told'), withFacts: true });
  await exportPack(second, { out: at('silent') });
});

describe('diffEdits', () => {
  it('compares a run with the folder of a pack', async () => {
    const { facts, weights, warnings } = await diffEdits(first, at('told'));
    expect(facts).toMatchObject({
      onlyFirst: [{ number: 2, subject: 'Bob' }],
      onlySecond: [{ number: 2, subject: 'Cid' }],
      same: [],
      other: [{ first: { target: 'tea' }, second: { target: 'gas' } }],
    });
    expect(weights).toMatchObject([{ parameter: PARAMETER }]);
    expect(warnings).toEqual([]);
    expect((await diffEdits(second, at('told'))).weights).toMatchObject([{ apart: 0 }]);
    expect(await diffEdits(first, at('silent'))).not.toHaveProperty('facts');
  });

  it('is of one model: another is refused with both names', async () => {
    const packed = decodeEditPack(encodeEditPack((await readPack(at('told')))!));
    const other = { ...packed, model: { name: 'other', hash: 'f'.repeat(64) } };
    await writeFile(at('other.safetensors'), encodeEditPack(other));
    await expect(diffEdits(first, at('other.safetensors'))).rejects.toMatchObject({
      code: 'packs-of-different-models',
      message: expect.stringMatching(
        /first belongs to model \(.*other\.safetensors to other \(ffffffffffff\)/,
      ),
    });
  });
});

describe('mergeEdits', () => {
  it('writes what applying the kept facts gives, with its parents, and without texts unless asked', async () => {
    const merged = await mergeEdits([first, at('told')], { out: at('week'), conflicts: 'replace' });
    expect(merged).toMatchObject({ facts: 3, withFacts: false, conflicts: [{ kept: 'second' }] });
    const pack = (await readPack(at('week')))!;
    expect(pack.facts).toBeUndefined();
    const told = (await readPack(at('told')))!;
    expect(pack.parents).toMatchObject([{ factCount: 2 }, { sha256: told.sha256, factCount: 2 }]);
    await exportPack(first, { out: at('first-told'), withFacts: true });
    expect(pack.parents![0]!.sha256).toBe((await readPack(at('first-told')))!.sha256);
    await mergeEdits([first, second], { out: at('week-told'), conflicts: 'replace', withFacts: true });
    expect((await readPack(at('week-told')))!.facts).toEqual([bob, annAnew, cid]);
    // A pack of packs names its parents, and can be merged again.
    await expect(mergeEdits([at('week-told'), first], { out: at('again') })).rejects.toMatchObject({
      code: 'packs-conflict',
    });
    const again = await mergeEdits([at('week-told'), first], { out: at('again'), conflicts: 'keep' });
    expect(again).toMatchObject({ facts: 3, repeated: [{ first: { subject: 'Bob' } }] });
  });

  it('does not guess what a pack without facts asks', async () => {
    const refused = mergeEdits([first, at('silent')], { out: at('none') });
    await expect(refused).rejects.toMatchObject({ code: 'facts-missing' });
    const stacked = await mergeEdits([first, at('silent')], { out: at('stacked'), conflicts: 'stack' });
    expect(stacked).toMatchObject({ facts: 4, conflicts: [] });
  });

  it('takes a run of which batches are still to come only as a part', async () => {
    await writeRun(at('begun'), { model, facts: [ann, bob], batches: [1] });
    const refused = mergeEdits([at('begun'), second], { out: at('none'), conflicts: 'keep' });
    await expect(refused).rejects.toMatchObject({ code: 'run-unfinished' });
    const part = { out: at('part'), conflicts: 'keep', partial: true } as const;
    expect(await mergeEdits([at('begun'), second], part)).toMatchObject({ facts: 2 });
  });
});

describe('openStack', () => {
  it('applies edits in order, to the bits of the merged stack, and says where they overlap', async () => {
    await mergeEdits([first, second], { out: at('both'), conflicts: 'stack' });
    const apply = async (...paths: string[]) => {
      const { port, dispose } = await openModel(model, { engine: 'wasm' });
      try {
        const warnings: Warning[] = [];
        await applyEdits(port, await openStack(port, paths, { onWarning: (one) => warnings.push(one) }));
        return { weight: (await port.readWeight(PARAMETER)).data.slice(), warnings };
      } finally {
        dispose();
      }
    };
    const stacked = await apply(first, join(at('told'), PACK_FILE));
    const merged = await apply(at('both'));
    expect(stacked.weight).toEqual(merged.weight);
    expect(stacked.warnings).toMatchObject([
      { code: 'edits-overlap', message: expect.stringContaining(`Ann → gas, in ${first} → tea`) },
    ]);
    expect(merged.warnings).toEqual([]);
  });

  it('refuses edits of another model before any is applied, and says what it cannot compare', async () => {
    const { port, dispose } = await openModel(model, { engine: 'wasm' });
    try {
      await expect(openStack(port, [first, at('other.safetensors')])).rejects.toMatchObject({
        code: 'pack-of-another-model',
      });
      const warnings: Warning[] = [];
      await openStack(port, [first, at('silent')], { onWarning: (one) => warnings.push(one) });
      expect(warnings).toMatchObject([{ code: 'edits-unknown', data: { edits: [at('silent')] } }]);
    } finally {
      dispose();
    }
  });
});
