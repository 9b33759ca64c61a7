import { readFileSync } from 'node:fs';
import { openRun, readDeltas } from '@alphaedit/artifacts/node';
import {
  applyEdits,
  changeLedger,
  type EditFactsOptions,
  editFacts,
  listRun,
  openEdits,
} from '@alphaedit/core/node';
import type { Fact } from '@alphaedit/spec';
import { relativeDistance } from '@alphaedit/testing';
import { expect, it } from 'vitest';
import { firstFacts, SETTINGS, tinyEdits, weight } from './tiny-edits.js';

/** A change that is added to float32 weights and taken out again leaves half a unit in their last place, twice. */
const TAKEN_OUT = 1e-6;

const { at, open } = tinyEdits();
const [first, other, third] = firstFacts(3) as [Fact, Fact, Fact];
const revised: Fact = { subject: first.subject, prompt: first.prompt, target: third.target };

const edit = async (facts: readonly Fact[], options: Partial<EditFactsOptions> = {}) => {
  const model = await open();
  const edited = await editFacts(model, {
    ...{ facts, statistics: at('stats'), settings: SETTINGS, batchSize: 1, check: false },
    ...options,
  });
  return { model, edited };
};

const applied = async (run: string) => {
  const model = await open();
  await applyEdits(model.port, await openEdits(model.port, run));
  return weight(model);
};

it.each(['alphaedit', 'memit-seq', 'betaedit', 'memit'])(
  'a fact revised again and again is edited as if it had not been before: %s',
  async (editor) => {
    const once = await edit([revised], { editor });
    const targets = [first, { ...revised, target: other.target }, first, revised];
    const often = await edit(targets, { editor });
    expect(relativeDistance(await weight(often.model), await weight(once.model))).toBeLessThan(TAKEN_OUT);
    const kept = await edit(targets, { editor, repeated: 'keep' });
    expect(relativeDistance(await weight(kept.model), await weight(once.model))).toBeGreaterThan(
      100 * TAKEN_OUT,
    );
  },
);

it('a run keeps what was superseded, goes on to the same bits, and puts it back when the later one is undone', async () => {
  const facts = [first, other, revised];
  const { model } = await edit(facts, { out: at('run') });
  const whole = await weight(model);
  expect(await applied(at('run'))).toEqual(whole);
  const { batches, manifest } = await openRun(at('run'));
  expect(manifest.repeated).toBe('replace');
  expect(batches.map(({ takesOut }) => takesOut)).toEqual([undefined, undefined, [0]]);

  // Stopped after its second batch, it ends the same.
  const stop = new AbortController();
  const onProgress = ({ detail = '' }) => detail.startsWith('batch 3') && stop.abort();
  await expect(edit(facts, { out: at('stopped'), signal: stop.signal, onProgress })).rejects.toMatchObject({
    code: 'aborted',
  });
  expect((await openRun(at('stopped'))).batches).toHaveLength(2);
  const resumed = await edit(facts, { out: at('stopped') });
  expect(await weight(resumed.model)).toEqual(whole);
  for (const file of ['batches/0003.safetensors', 'state/0003.safetensors']) {
    expect(readFileSync(at(`stopped/${file}`))).toEqual(readFileSync(at(`run/${file}`)));
  }

  const listed = await listRun(at('run'));
  expect(listed.facts.map(({ supersededBy }) => supersededBy)).toEqual([3, undefined, undefined]);
  const undone = await changeLedger(at('run'), { action: 'undo', facts: ['#3'] });
  expect(undone.warnings).toEqual([
    expect.objectContaining({ code: 'stands-again', message: expect.stringContaining('#1') }),
  ]);
  const two = await edit([first, other]);
  expect(await applied(at('run'))).toEqual(await weight(two.model));
  await changeLedger(at('run'), { action: 'restore', facts: ['#3'] });
  expect(await applied(at('run'))).toEqual(whole);
  // A superseded fact that is undone is out of both batches.
  await changeLedger(at('run'), { action: 'undo', facts: ['#1'] });
  expect(relativeDistance(await applied(at('run')), whole)).toBeLessThan(TAKEN_OUT);
  const sizes: number[] = [];
  for await (const { deltas } of readDeltas(await openRun(at('run')))) {
    sizes.push(...deltas.map((delta) => (delta.kind === 'low-rank' ? delta.right.cols : 0)));
  }
  expect(sizes).toEqual([1, 1]);
});

it('goes on with facts undone as if they had never been', async () => {
  const facts = [first, other, revised];
  const stop = new AbortController();
  const onProgress = ({ detail = '' }) => detail.startsWith('batch 2') && stop.abort();
  await expect(edit(facts, { out: at('gap'), signal: stop.signal, onProgress })).rejects.toThrow();
  await changeLedger(at('gap'), { action: 'undo' });
  const { model } = await edit(facts, { out: at('gap') });
  const without = await edit([other, revised]);
  expect(relativeDistance(await weight(model), await weight(without.model))).toBeLessThan(TAKEN_OUT);
});

it('refuses facts that ask the same where that is asked for, and prune cannot leave out what is undone', async () => {
  await expect(edit([first, other, revised], { repeated: 'refuse' })).rejects.toMatchObject({
    code: 'fact-asked-again',
  });
  const facts = [first, other];
  const stop = new AbortController();
  const onProgress = ({ detail = '' }) => detail.startsWith('batch 2') && stop.abort();
  const run = { editor: 'prune', out: at('prune') };
  await expect(edit(facts, { ...run, signal: stop.signal, onProgress })).rejects.toThrow();
  await changeLedger(at('prune'), { action: 'undo' });
  await expect(edit(facts, run)).rejects.toMatchObject({ code: 'facts-undone' });
});
