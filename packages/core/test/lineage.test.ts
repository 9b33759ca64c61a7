import { cp, writeFile } from 'node:fs/promises';
import { openRun, readHistory, readState } from '@alphaedit/artifacts/node';
import {
  changeLedger,
  type EditFactsOptions,
  editFacts,
  exportEditedCheckpoint,
  exportPack,
  openModel,
  previewEdit,
  readPack,
  replanRun,
  verify,
} from '@alphaedit/core/node';
import type { Fact } from '@alphaedit/spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstFacts, SETTINGS, tinyEdits, weight } from './tiny-edits.js';

const { at } = tinyEdits();
const facts = firstFacts(5);

async function edit(model: string, some: readonly Fact[], options: Partial<EditFactsOptions>) {
  const opened = await openModel(at(model));
  try {
    const given = { facts: some, statistics: at('stats'), settings: SETTINGS, batchSize: 2, check: false };
    const edited = await editFacts(opened, { ...given, ...options });
    return { edited, weight: await weight(opened) };
  } finally {
    opened.dispose();
  }
}

const codes = (warnings: readonly { readonly code: string }[]) => warnings.map(({ code }) => code);

beforeAll(async () => {
  await edit('model', facts.slice(0, 2), { out: at('first') });
  await exportEditedCheckpoint(at('first'), { model: at('model'), out: at('edited') });
});

describe('a checkpoint that was exported from a run', () => {
  it('is edited with the statistics of its base, and the manifest says so', async () => {
    const preview = await previewEdit(at('edited'), {
      ...{ facts: facts.slice(2, 4), statistics: at('stats'), settings: SETTINGS, out: at('second') },
    });
    expect(codes(preview.warnings)).toContain('history-not-given');
    const { edited } = await edit('edited', facts.slice(2, 4), { out: at('second') });
    expect(codes(edited.warnings)).toContain('history-not-given');
    const { hash } = (await openRun(at('first'))).manifest.model;
    expect(edited.run!.manifest.model.madeFrom).toEqual([
      { name: 'model', hash, editor: 'alphaedit', factCount: 2 },
    ]);
    expect((await verify(at('second'), { model: at('edited') })).ok).toBe(true);

    // And so does what is exported from it, to the third generation.
    await exportEditedCheckpoint(at('second'), { model: at('edited'), out: at('again') });
    const third = await edit('again', facts.slice(4), {});
    expect(codes(third.edited.warnings)).toContain('history-not-given');
    const { file } = await exportPack(at('second'), { out: at('pack') });
    expect((await readPack(file))!.model.madeFrom).toHaveLength(1);
  });

  it('goes on with the memory of its run: the weights are those of one run', async () => {
    const whole = await edit('model', facts.slice(0, 4), { out: at('whole') });
    const { templates } = (await openRun(at('first'))).manifest;
    const { edited, weight: found } = await edit('edited', facts.slice(2, 4), {
      ...{ out: at('remembering'), history: at('first'), templates },
    });
    expect(codes(edited.warnings)).not.toContain('history-not-given');
    expect(found).toEqual(whole.weight);
    expect(await readState(edited.run!)).toEqual(await readState(await openRun(at('whole'))));
    expect((await readHistory(edited.run!))!.facts).toEqual(facts.slice(0, 2));
    expect((await verify(at('remembering'), { model: at('edited') })).ok).toBe(true);

    // The run goes on without being told of it again, and plans anew with it.
    await edit('edited', facts.slice(4), { out: at('remembering'), extend: true, templates: undefined });
    const state = (await readState(await openRun(at('remembering'))))!;
    const model = await openModel(at('edited'));
    await replanRun(model, at('remembering'), { facts: ['#3'], statistics: at('stats'), out: at('anew') });
    const anew = (await readState(await openRun(at('anew'))))!;
    model.dispose();
    const keys = Object.keys(state.matrices).find((name) => state.matrices[name]!.cols === 5)!;
    expect(anew.matrices[keys]!.cols).toBe(4);
  });

  it('forgets an earlier fact that is asked again', async () => {
    const revised = { ...facts[0]!, target: facts[1]!.target };
    const { edited } = await edit('edited', [revised], { out: at('revised'), history: at('first') });
    const { matrices } = (await readState(edited.run!))!;
    const counting = Object.keys(matrices).find((name) => name.endsWith('counting'))!;
    // Of the two before and the new one the first no longer counts.
    expect([...matrices[counting]!.data]).toEqual([1, 2]);
  });

  it('refuses a history that went on since, of another editor, or of another model', async () => {
    await cp(at('first'), at('changed'), { recursive: true });
    await changeLedger(at('changed'), { action: 'undo', facts: ['#1'] });
    const with_ = (model: string, options: Partial<EditFactsOptions>) =>
      edit(model, facts.slice(2), { out: at('refused'), ...options });
    const refused = { code: 'history-of-another-model' };
    await expect(with_('edited', { history: at('changed') })).rejects.toMatchObject(refused);
    await expect(with_('edited', { history: at('first'), editor: 'memit' })).rejects.toMatchObject(refused);
    await expect(with_('model', { history: at('first') })).rejects.toMatchObject(refused);
  });

  it('is a model of its own once a file was changed', async () => {
    await cp(at('edited'), at('tampered'), { recursive: true });
    await writeFile(at('tampered/generation_config.json'), '{}');
    await expect(edit('tampered', facts.slice(2), { out: at('none') })).rejects.toMatchObject({
      code: 'statistics-of-another-model',
    });
  });
});
