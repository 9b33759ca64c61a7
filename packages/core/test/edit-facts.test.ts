import { readdirSync, readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { lockRun, openRun } from '@alphaedit/artifacts/node';
import { factOutcomes } from '@alphaedit/core';
import {
  applyEdits,
  changeLedger,
  collectStatistics,
  editFacts,
  exportAdapter,
  exportEditedCheckpoint,
  exportPack,
  listRun,
  type OpenedModel,
  openEdits,
  openModel,
  previewEdit,
  readEditInputs,
  verify,
} from '@alphaedit/core/node';
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

  it('lets one process write to a run at a time, and loses none of three undos at once', async () => {
    model = await open();
    const other = await open();
    const statistics = await collectStatistics(model, { text: at('text.txt'), layers: [0] });
    const request = { facts: at('facts.jsonl'), statistics, settings: SETTINGS, out: at('shared') };
    const both = await Promise.allSettled([
      editFacts(model, { ...request, batchSize: 1 }),
      editFacts(other, { ...request, batchSize: 2 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one): one is PromiseRejectedResult => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({
      code: 'output-locked',
      message: expect.stringContaining(`an edit (process ${process.pid}`),
    });
    const undo = (fact: string) => changeLedger(at('shared'), { action: 'undo', facts: [fact] });
    await Promise.all(['#1', '#2', '#3'].map(undo));
    const run = await openRun(at('shared'));
    expect([...run.undone].sort()).toEqual([0, 1, 2]);
    expect(run.ledger).toHaveLength(3);
    expect(readdirSync(at('shared')).filter((name) => /lock|sock|tmp/.test(name))).toEqual([]);
  });

  it('knows the tokenizer its edits were made with', async () => {
    model = await open();
    const statistics = await collectStatistics(model, { text: at('text.txt'), layers: [0] });
    const request = { facts: at('facts.jsonl'), statistics, settings: SETTINGS, out: at('tokens') };
    await (await editFacts(model, request)).detach();
    const { file } = await exportPack(at('tokens'), { out: at('tokens-pack') });
    // The same weights, with two tokens that have changed places.
    await cp(at('model'), at('swapped'), { recursive: true });
    const tokenizer = JSON.parse(readFileSync(at('swapped', 'tokenizer.json'), 'utf8'));
    const { vocab } = tokenizer.model;
    [vocab.a, vocab.b] = [vocab.b, vocab.a];
    await writeFile(at('swapped', 'tokenizer.json'), JSON.stringify(tokenizer));
    const swapped = await openModel(at('swapped'));
    opened.push(swapped);
    for (const edits of [at('tokens'), file]) {
      await openEdits(model.port, edits);
      await expect(openEdits(swapped.port, edits)).rejects.toMatchObject({
        code: 'edits-of-another-tokenizer',
      });
    }
    expect(await verify(at('tokens'), { model: at('swapped') })).toMatchObject({ ok: false });
    // What is exported says it too, and nothing is exported with the tokens of another.
    const exporting = { model: at('swapped'), out: at('none') };
    for (const write of [exportEditedCheckpoint, exportAdapter]) {
      await expect(write(file, exporting)).rejects.toMatchObject({ code: 'edits-of-another-tokenizer' });
    }
    await exportAdapter(file, { model: at('model'), out: at('tokens-adapter') });
    expect(await verify(at('tokens-adapter'), { model: at('model') })).toMatchObject({ ok: true });
    const { checks } = await verify(at('tokens-adapter'), { model: at('swapped') });
    expect(checks).toContainEqual({
      check: 'made from this model',
      ok: false,
      found: expect.stringContaining('another tokenizer'),
    });
  });

  it('refuses a run that another process writes to before it loads anything', async () => {
    const lock = await lockRun(at('taken'), { purpose: 'an edit' });
    const options = { facts: at('facts.jsonl'), out: at('taken') };
    await expect(readEditInputs(options)).rejects.toMatchObject({ code: 'output-locked' });
    await lock.release();
    await readEditInputs(options);
  });

  it('takes the folder an edit was exported into as the file in it', async () => {
    model = await open();
    const statistics = await collectStatistics(model, { text: at('text.txt'), layers: [0] });
    const request = { facts: at('facts.jsonl'), statistics, settings: SETTINGS, out: at('shipped') };
    const edit = await editFacts(model, request);
    const edited = await weight(model);
    await edit.detach();
    const { file } = await exportPack(at('shipped'), { out: at('pack') });
    for (const path of [file, at('pack')]) {
      const other = await open();
      await applyEdits(other.port, await openEdits(other.port, path));
      expect(await weight(other)).toEqual(edited);
    }
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

describe('what the edited model says', () => {
  it('is kept with the run and tells the facts that did not take', async () => {
    model = await open();
    const statistics = await collectStatistics(model, { text: at('text.txt'), layers: [0] });
    const request = { facts: at('facts.jsonl'), statistics, out: at('asked'), batchSize: 2 };
    // One step moves no value: nothing can take.
    const settings = { ...SETTINGS, zSteps: 1 };
    const edit = await editFacts(model, { ...request, settings });
    expect(edit.outcomes).toHaveLength(FACTS);
    for (const { outcome, says } of edit.outcomes!) expect([outcome, says]).toEqual(['not-taken', false]);
    expect(edit.warnings).toContainEqual(
      expect.objectContaining({ code: 'not-taken', data: { facts: [1, 2, 3, 4] } }),
    );
    const { facts } = await listRun(at('asked'));
    expect(facts.map(({ answer }) => answer?.said)).toEqual(edit.outcomes!.map(({ said }) => said));
    // Once the run has changed, what was measured no longer holds.
    await edit.undo();
    expect((await listRun(at('asked'))).facts.every(({ answer }) => answer === undefined)).toBe(true);
  });

  it('tells facts that were said before from those that took, and superseded ones', () => {
    const answer = { said: 'x', exact: false, probability: 0.1 };
    const facts = [
      { subject: 'A', prompt: '{} is', target: 'old' },
      { subject: 'B', prompt: '{} is', target: 'known' },
      { subject: 'A', prompt: '{} is', target: 'new' },
      { subject: 'C', prompt: '{} is', target: 'no' },
    ];
    const answers = [false, true, true, false].map((says) => ({ ...answer, says }));
    const outcomes = factOutcomes({ facts, answers, knownBefore: [1] });
    expect(outcomes.map(({ outcome, supersededBy }) => [outcome, supersededBy])).toEqual([
      ['superseded', 3],
      ['known', undefined],
      ['taken', undefined],
      ['not-taken', undefined],
    ]);
    // With the later fact undone, the first one counts again.
    const without = factOutcomes({ facts, answers, undone: new Set([2]) });
    expect(without.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'not-taken'],
      [2, 'taken'],
      [4, 'not-taken'],
    ]);
  });
});

describe('published settings', () => {
  /** EasyEdit's hparams/ROME/llama-7b.yaml, on the blocks there are. */
  const rome = [
    'alg_name: "ROME"',
    'device: 1',
    'layers: [0]',
    'fact_token: "subject_last"',
    'v_num_grad_steps: 3',
    'v_lr: 5e-1',
    'v_loss_layer: 1',
    'mom2_adjustment: false',
    'rewrite_module_tmp: "model.layers.{}.mlp.down_proj"',
    'batch_size: 3',
  ].join('\n');

  it('edits as they say: in their batches, and by ROME without statistics', async () => {
    await writeFile(at('rome.yaml'), rome);
    const request = { facts: at('facts.jsonl'), editor: 'rome', settings: at('rome.yaml'), check: false };
    const edit = await editFacts(await open(), request);
    expect(edit.editorSettings).toMatchObject({ useSecondMoment: false });
    expect(edit.batches.map(({ facts }) => facts)).toEqual([3, 1]);
    expect(edit.warnings.filter(({ code }) => code !== 'values-unlikely')).toMatchObject([
      { code: 'settings-ignored', data: { names: ['device'] } },
    ]);
    const preview = await previewEdit(at('model'), { ...request, batchSize: 2 });
    expect(preview.batches).toHaveLength(2);
    // Fine-tuning changes the last of the layers only.
    const tuned = await previewEdit(at('model'), { facts: request.facts, editor: 'ft', layers: [0, 1] });
    expect(tuned.layers.map(({ layer }) => layer)).toEqual([1]);
    expect((await previewEdit(at('model'), request)).batchSize).toBe(3);
    await writeFile(at('weighed.yaml'), rome.replace('false', 'true'));
    await expect(
      previewEdit(at('model'), { ...request, settings: at('weighed.yaml') }),
    ).rejects.toMatchObject({
      code: 'statistics-missing',
    });
  });

  it.each([
    ['twice.json', '{"zSteps": 3, "layers": [0], "zSteps": 4}'],
    ['twice.yaml', 'zSteps: 3\nzSteps: 4\n'],
  ])('refuses a key that is there twice (%s)', async (name, text) => {
    await writeFile(at(name), text);
    const request = { facts: at('facts.jsonl'), editor: 'ft', settings: at(name) };
    await expect(previewEdit(at('model'), request)).rejects.toMatchObject({ code: 'settings-unreadable' });
  });
});
