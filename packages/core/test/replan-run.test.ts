import { openRun, readValues } from '@alphaedit/artifacts/node';
import { applyEdits, type EditFactsOptions, editFacts, openEdits, replanRun } from '@alphaedit/core/node';
import type { Fact, Progress } from '@alphaedit/spec';
import { relativeDistance } from '@alphaedit/testing';
import { describe, expect, it } from 'vitest';
import { firstFacts, SETTINGS, tinyEdits, weight } from './tiny-edits.js';

/**
 * A value found on weights with the fact and one found without it: on a tiny model a change of another fact moves the
 * hidden states by some thousandths.
 */
const OTHER_VALUES = 0.05;

const { at, open } = tinyEdits();
const facts = firstFacts(4);

async function edit(some: readonly Fact[], options: Partial<EditFactsOptions> = {}) {
  const model = await open();
  const given = { statistics: at('stats'), settings: SETTINGS, batchSize: 2, check: false };
  await editFacts(model, { ...given, facts: some, ...options });
  return weight(model);
}

async function replan(run: string, names: readonly string[], out: string) {
  const model = await open();
  const seen: Progress[] = [];
  const { edit: edited, leftOut } = await replanRun(model, at(run), {
    ...{ facts: names, out: at(out), statistics: at('stats'), check: false },
    onProgress: (progress) => seen.push(progress),
  });
  return { edited, leftOut, seen, weight: await weight(model) };
}

describe('a run planned anew', () => {
  it.each(['alphaedit', 'prune', 'rect', 'rome'])(
    'without its last fact is the run without it: %s',
    async (editor) => {
      await edit(facts.slice(0, 3), { editor, out: at(`${editor}-run`) });
      const fresh = await edit(facts.slice(0, 2), { editor });
      const { weight: replanned, leftOut, seen } = await replan(`${editor}-run`, ['#3'], `${editor}-new`);
      expect(replanned).toEqual(fresh);
      expect(leftOut).toEqual([{ ...facts[2], number: 3 }]);
      // No value is searched for.
      expect(seen.some(({ figures }) => figures?.step !== undefined)).toBe(false);
      // The new run is a run like any other.
      const model = await open();
      await applyEdits(model.port, await openEdits(model.port, at(`${editor}-new`)));
      expect(await weight(model)).toEqual(fresh);
      expect((await openRun(at(`${editor}-run`))).undone.size).toBe(0);
    },
  );

  it('without an earlier one is close to a fresh run, whose values are found on other weights', async () => {
    await edit(facts, { out: at('run'), batchSize: 1 });
    const fresh = await edit(facts.slice(1), { batchSize: 1 });
    const { weight: replanned } = await replan('run', ['#1'], 'new');
    expect(relativeDistance(replanned, fresh)).toBeLessThan(OTHER_VALUES);
    const kept: number[] = [];
    for await (const { values } of readValues(await openRun(at('new')))) kept.push(values.rows);
    expect(kept).toEqual([1, 1, 1]);
  });

  it('runs the batches of fine-tuning again', async () => {
    const settings = { layers: [0], steps: 2 };
    await edit(facts.slice(0, 3), { editor: 'ft', settings, out: at('ft-run'), batchSize: 1 });
    const fresh = await edit(facts.slice(1, 3), { editor: 'ft', settings, batchSize: 1 });
    expect((await replan('ft-run', ['#1'], 'ft-new')).weight).toEqual(fresh);
  });

  it('leaves out what is undone, and refuses facts it does not have', async () => {
    await expect(replan('run', ['#9'], 'none')).rejects.toMatchObject({ code: 'no-such-fact' });
  });
});
