import { writeFile } from 'node:fs/promises';
import { openRun } from '@alphaedit/artifacts/node';
import { ownPerplexityRatio, writeOwnText } from '@alphaedit/core';
import { editFacts, type OpenedModel, openModel, verify } from '@alphaedit/core/node';
import { applyDelta, undoDelta } from '@alphaedit/editors';
import type { Editor } from '@alphaedit/spec';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

const at = temporaryFolder();
const opened: OpenedModel[] = [];
let model: OpenedModel;

beforeAll(async () => {
  await writeTinyModel(at('model'));
  await writeFile(at('text.txt'), tinyText(40));
  await writeFile(at('facts.jsonl'), tinyFacts(6));
});
afterEach(() => {
  for (const one of opened.splice(0)) one.dispose();
});

const open = async () => {
  model = await openModel(at('model'));
  opened.push(model);
  return model;
};
const weight = async () => (await model.port.readWeight(model.port.info.editable[0]!.name)).data;

/** Multiplies every weight of a layer: by 1 + 10⁻⁶ in the first batches, by a thousand from the n-th on. */
function ruinous(from: number): Editor {
  let batch = 0;
  return {
    specificationVersion: 'v1',
    id: 'ruinous',
    requires: [],
    supports: { batch: true, sequential: false },
    async doPlan({ model: port }) {
      const { name } = port.info.editable[0]!;
      const { rows, cols, data } = await port.readWeight(name);
      const factor = ++batch >= from ? 1000 : 1e-6;
      const value = { rows, cols, data: Float64Array.from(data, (x) => x * factor) };
      return {
        editor: 'ruinous',
        deltas: [{ kind: 'dense', parameter: name, orientation: 'out-in', value }],
        state: { editor: 'ruinous', matrices: {}, values: {} },
        diagnostics: {
          residual: 0,
          deltaNorm: { 0: 1 },
          values: [],
          z: { rows: 0, cols: 0, data: new Float32Array() },
        },
        warnings: [],
      };
    },
  } as Editor;
}

describe("the perplexity of a model's own text", () => {
  it('is what it was on the model that wrote it, and grows with what is done to the model', async () => {
    const { port } = await open();
    const own = await writeOwnText(port, { seed: 3 });
    expect(own.texts).toHaveLength(5);
    expect(await writeOwnText(port, { seed: 3 })).toEqual(own);
    expect(await ownPerplexityRatio(port, own)).toBe(1);
    const { name } = port.info.editable[0]!;
    const { rows, cols, data } = await port.readWeight(name);
    const value = { rows, cols, data: Float64Array.from(data, (x) => x * 1000) };
    const applied = await applyDelta(port, [
      { kind: 'dense', parameter: name, orientation: 'out-in', value },
    ]);
    expect(await ownPerplexityRatio(port, own)).toBeGreaterThan(1.1);
    await undoDelta(port, applied);
    expect(await ownPerplexityRatio(port, own)).toBe(1);
  });
});

describe('verify', () => {
  it('finds that a run ruins its model, with the model only', async () => {
    await open();
    const options = { facts: at('facts.jsonl'), batchSize: 6, settings: { layers: [0] }, check: false };
    await editFacts(model, { ...options, editor: ruinous(9), out: at('sound'), keepOriginal: false });
    expect(await verify(at('sound'), { model: at('model') })).toMatchObject({ ok: true });
    // The tiny model has little to lose: its limit is lower.
    await open();
    const own = await writeOwnText(model.port);
    const ruin = { ...options, editor: ruinous(1), maxPerplexityRatio: Number.POSITIVE_INFINITY };
    await editFacts(model, { ...ruin, out: at('ruined'), keepOriginal: false });
    expect(await ownPerplexityRatio(model.port, own)).toBeGreaterThan(1.1);
    expect(await verify(at('ruined'))).toMatchObject({ ok: true });
    const { ok, checks } = await verify(at('ruined'), { model: at('model'), maxPerplexityRatio: 1.1 });
    expect(ok).toBe(false);
    expect(checks.filter((check) => !check.ok)).toEqual([
      {
        check: 'leaves the model what it was',
        ok: false,
        found: expect.stringMatching(/^The edits ruin the model/),
      },
    ]);
  });
});

describe('an edit that ruins the model', () => {
  const request = { facts: at('facts.jsonl'), batchSize: 2, settings: { layers: [0] }, check: false };
  const limit = { maxPerplexityRatio: 1.1 };

  it('ends before the batch that does, and keeps the batches before it', async () => {
    await open();
    const before = await weight();
    const edit = editFacts(model, { ...request, ...limit, editor: ruinous(3), out: at('run') });
    await expect(edit).rejects.toMatchObject({
      code: 'model-collapsing',
      kind: 'work',
      message: expect.stringContaining('Batch 3 (facts 5 to 6)'),
    });
    expect(await weight()).toEqual(before);
    const { batches } = await openRun(at('run'));
    expect(batches.map(({ perplexityRatio }) => perplexityRatio)).toEqual([
      expect.closeTo(1, 2),
      expect.closeTo(1, 2),
    ]);
  });

  it('ends where a weight has changed by more than is allowed', async () => {
    await open();
    const edit = editFacts(model, { ...request, maxWeightRatio: 10, editor: ruinous(2), out: at('far') });
    await expect(edit).rejects.toMatchObject({
      code: 'model-collapsing',
      message: expect.stringMatching(/^Batch 2 \(facts 3 to 4\) would change layer 0 by 1000 times its size/),
    });
    const { batches } = await openRun(at('far'));
    expect(batches).toMatchObject([{ health: { weightRatio: { 0: expect.closeTo(1e-6, 7) } } }]);
    await expect(
      editFacts(model, { ...request, maxWeightRatio: 0, editor: ruinous(1) }),
    ).rejects.toMatchObject({
      code: 'setting-out-of-range',
    });
  });

  it('is told batch by batch how the model stands, also by a run that goes on', async () => {
    await open();
    const facts = [0, 1, 2, 0].map((i) => ({
      subject: `Ann${i}`,
      prompt: '{} likes',
      target: i === 0 ? 'tea' : 'oil',
    }));
    const all = { ...request, facts, editor: ruinous(9), keepOriginal: true };
    const { batches, detach } = await editFacts(model, { ...all, out: at('whole') });
    expect(batches.map(({ health }) => health)).toMatchObject([
      { weightRatio: { 0: expect.closeTo(1e-6, 7) }, lastSaid: { of: 2 }, firstSaid: { of: 2 } },
      { weightRatio: { 0: expect.closeTo(2e-6, 7) }, lastSaid: { of: 2 } },
    ]);
    await detach();
    const out = at('half');
    let calls = 0;
    const stopping = ruinous(9);
    const failing: Editor = {
      ...stopping,
      doPlan: async (plan) => {
        if (++calls === 2) throw new Error('stopped');
        return stopping.doPlan(plan);
      },
    };
    await expect(editFacts(model, { ...all, editor: failing, out })).rejects.toThrow('stopped');
    await open();
    const { batches: again, resumed } = await editFacts(model, { ...all, editor: ruinous(9), out });
    expect(resumed).toBe(1);
    // Against the weights before the run, not those it went on from.
    expect(again[1]!.health!.weightRatio).toEqual(batches[1]!.health!.weightRatio);
  });

  it('leaves the model as the last healthy batch did where the original is not kept', async () => {
    await open();
    const healthy = {
      ...request,
      facts: at('facts.jsonl'),
      limit: 4,
      editor: ruinous(9),
      keepOriginal: false,
    };
    await editFacts(model, healthy);
    const after = await weight();
    await open();
    const all = { ...request, ...limit, editor: ruinous(3), keepOriginal: false };
    await expect(editFacts(model, all)).rejects.toMatchObject({ code: 'model-collapsing' });
    const difference = (await weight()).reduce((most, x, i) => Math.max(most, Math.abs(x - after[i]!)), 0);
    expect(difference).toBe(0);
  });

  it('goes on where it is told to, and refuses a limit that is none', async () => {
    await open();
    const ruin = { ...request, editor: ruinous(1) };
    const edit = await editFacts(model, { ...ruin, maxPerplexityRatio: Number.POSITIVE_INFINITY });
    expect(edit.batches).toHaveLength(3);
    expect(edit.batches[0]).not.toHaveProperty('perplexityRatio');
    await edit.undo();
    for (const maxPerplexityRatio of [1, 0, Number.NaN]) {
      await expect(editFacts(model, { ...ruin, maxPerplexityRatio })).rejects.toMatchObject({
        code: 'setting-out-of-range',
      });
    }
  });
});
