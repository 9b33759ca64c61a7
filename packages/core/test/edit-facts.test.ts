import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { openRun } from '@alphaedit/artifacts/node';
import { collectStatistics, editFacts, listRun, type OpenedModel, openModel } from '@alphaedit/core/node';
import { nullSpaceConstrained, rect } from '@alphaedit/editors';
import { temporaryFolder, tinyFacts, tinyText, writeTinyModel } from '@alphaedit/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

const at = temporaryFolder();
const FACTS = 4;
/** A few steps are enough to change weights; whether the facts take hold is not the question. */
const SETTINGS = { layers: [0], zSteps: 3, zLossLayer: 1, nullSpaceKeepTrace: 0.9 };

let model: OpenedModel;
const opened: OpenedModel[] = [];

const open = async () => {
  const one = await openModel(at('model'));
  opened.push(one);
  return one;
};

beforeAll(async () => {
  await writeTinyModel(at('model'));
  await writeFile(at('text.txt'), tinyText(40));
  await writeFile(at('facts.jsonl'), tinyFacts(FACTS));
});

afterEach(() => {
  for (const one of opened.splice(0)) one.dispose();
});

const weight = async ({ port }: OpenedModel) => (await port.readWeight(port.info.editable[0]!.name)).data;

describe('editFacts', () => {
  it('edits in memory, measures before and after, and takes the edit back bit for bit', async () => {
    model = await open();
    const before = await weight(model);
    const statistics = await collectStatistics(model, { text: at('text.txt'), layers: [0] });
    const edit = await editFacts(model, {
      facts: at('facts.jsonl'),
      statistics,
      settings: SETTINGS,
      batchSize: 2,
    });
    const after = await weight(model);
    expect(after).not.toEqual(before);
    expect(edit).toMatchObject({ editor: 'alphaedit', resumed: 0 });
    expect(edit.run).toBeUndefined();
    expect(edit.batches.map(({ batch, facts }) => [batch, facts])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const measured = await edit.measure();
    expect(measured.before?.efficacy).toMatchObject({ form: 'preference', n: FACTS });
    expect(measured.after.efficacy).toMatchObject({ form: 'preference', n: FACTS });
    // Measuring before puts the old weights back for a while.
    expect(await weight(model)).toEqual(after);
    await edit.undo();
    expect(await weight(model)).toEqual(before);
    await expect(edit.undo()).rejects.toMatchObject({ code: 'already-undone' });
    await expect(edit.measure()).rejects.toMatchObject({ code: 'already-undone' });
  });

  it('takes edits back from the last one on', async () => {
    model = await open();
    const statistics = await collectStatistics(model, { text: at('text.txt'), layers: [0] });
    const before = await weight(model);
    const facts = [{ subject: 'Ann0', prompt: '{} likes', target: 'tea', truth: 'oil' }];
    const request = { facts, statistics, settings: SETTINGS };
    const first = await editFacts(model, request);
    const second = await editFacts(model, { ...request, editor: nullSpaceConstrained(rect()) });
    expect(second.editor).toBe('rect+nullspace');
    await expect(first.undo()).rejects.toMatchObject({ code: 'edited-later' });
    await second.undo();
    await first.undo();
    expect(await weight(model)).toEqual(before);
  });

  it('keeps a run that goes on to the same bits, and notes an undo in its ledger', async () => {
    const text = at('text.txt');
    const request = { facts: at('facts.jsonl'), settings: SETTINGS, batchSize: 1 };
    model = await open();
    const statistics = await collectStatistics(model, { text, layers: [0], out: at('stats') });
    const whole = await editFacts(model, { ...request, statistics, out: at('whole') });
    const edited = await weight(model);
    await whole.detach();
    expect((await openRun(at('whole'))).undone.size).toBe(0);

    const controller = new AbortController();
    const stopped = editFacts(model, {
      ...request,
      statistics: at('stats'),
      out: at('stopped'),
      signal: controller.signal,
      onProgress: ({ stage, done }) => {
        if (stage === 'edit' && done >= 2) controller.abort();
      },
    });
    const before = await weight(await open());
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(await weight(model)).toEqual(before);
    expect((await openRun(at('stopped'))).batches.length).toBeLessThan(FACTS);

    const again = await editFacts(model, { ...request, statistics: at('stats'), out: at('stopped') });
    expect(again.resumed).toBeGreaterThan(0);
    expect(await weight(model)).toEqual(edited);
    for (const file of ['manifest.json', 'batches/0004.safetensors']) {
      expect(readFileSync(at('stopped', file))).toEqual(readFileSync(at('whole', file)));
    }
    await again.undo();
    expect(await weight(model)).toEqual(before);
    expect((await listRun(at('stopped'))).facts.map(({ state }) => state)).toEqual(
      Array(FACTS).fill('undone'),
    );
  });

  it('records no run of a model that carries another edit', async () => {
    model = await open();
    const statistics = await collectStatistics(model, { text: at('text.txt'), layers: [0] });
    const facts = [{ subject: 'Ann0', prompt: '{} likes', target: 'tea' }];
    await editFacts(model, { facts, statistics, settings: SETTINGS, keepOriginal: false });
    const second = editFacts(model, { facts, statistics, settings: SETTINGS, out: at('second') });
    await expect(second).rejects.toMatchObject({ code: 'model-edited' });
  });

  it('says in the words of the library what is missing', async () => {
    model = await open();
    const facts = [{ subject: 'Ann0', prompt: '{} likes', target: 'tea' }];
    await expect(editFacts(model, { facts })).rejects.toMatchObject({
      code: 'statistics-missing',
      hint: expect.stringContaining('`collectStatistics('),
    });
    const edit = await editFacts(model, {
      facts,
      editor: 'ft',
      settings: { layers: [0] },
      keepOriginal: false,
    });
    await expect(edit.undo()).rejects.toMatchObject({ code: 'original-not-kept' });
  });
});
