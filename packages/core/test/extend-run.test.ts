import { readFileSync, rmSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { openRun, readKnownBefore, readRunFacts } from '@alphaedit/artifacts/node';
import { type EditFactsOptions, editFacts, listRun, verify } from '@alphaedit/core/node';
import type { Fact } from '@alphaedit/spec';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstFacts, SETTINGS, tinyEdits, weight } from './tiny-edits.js';

const { at, open } = tinyEdits();
const facts = firstFacts(5);

beforeAll(async () => {
  await edit(facts.slice(0, 2), { out: at('base') });
});

async function edit(some: readonly Fact[], options: Partial<EditFactsOptions> = {}) {
  const model = await open();
  const given = options.extend ? {} : { settings: SETTINGS, batchSize: 2 };
  const edited = await editFacts(model, { facts: some, statistics: at('stats'), ...given, ...options });
  return { model, edited };
}

/** A copy of the run of the first two facts. */
async function base(name: string): Promise<string> {
  await cp(at('base'), at(name), { recursive: true });
  return at(name);
}

const stopAt = (batch: number) => {
  const stop = new AbortController();
  const onProgress = ({ detail = '' }) => detail.startsWith(`batch ${batch}/`) && stop.abort();
  return { signal: stop.signal, onProgress };
};

describe('a run that is given more facts', () => {
  it('has the bits of one that had all of them at once', async () => {
    const { model: whole } = await edit(facts.slice(0, 4), { out: at('whole') });
    const out = await base('more');
    const { model, edited } = await edit(facts.slice(2, 4), { out, extend: true });
    expect(await weight(model)).toEqual(await weight(whole));
    for (const file of ['batches/0002.safetensors', 'state/0002.safetensors']) {
      expect(readFileSync(at(`more/${file}`))).toEqual(readFileSync(at(`whole/${file}`)));
    }
    expect(edited.facts).toEqual(facts.slice(0, 4));
    expect(edited.outcomes).toHaveLength(4);
    const run = await openRun(out);
    expect(run.additions).toMatchObject([{ from: 2, facts: { count: 2 }, batchSize: 2 }]);
    expect(await readRunFacts(run)).toEqual(facts.slice(0, 4));
    expect((await verify(out)).ok).toBe(true);

    // What was edited last can be given again, and nothing is done; then others follow.
    const again = await edit(facts.slice(2, 4), { out, extend: true });
    expect(again.edited.resumed).toBe(2);
    await edit(facts.slice(4), { out, extend: true });
    expect((await listRun(out)).facts.map(({ state, batch }) => [state, batch])).toEqual([
      ['applied', 1],
      ['applied', 1],
      ['applied', 2],
      ['applied', 2],
      ['applied', 3],
    ]);
    expect(await readKnownBefore(await openRun(out))).toEqual([]);
  });

  it('goes on where it stopped, to the same bits', async () => {
    const [out, straight] = [await base('stopped'), await base('straight')];
    const more = facts.slice(2, 5);
    await edit(more, { out: straight, extend: true, batchSize: 1 });
    await expect(edit(more, { out, extend: true, batchSize: 1, ...stopAt(3) })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect((await openRun(out)).batches).toHaveLength(2);
    // Other facts have to wait.
    await expect(edit([{ ...facts[4]!, id: 'x' }], { out, extend: true })).rejects.toMatchObject({
      code: 'run-unfinished',
    });
    await edit(more, { out, extend: true });
    for (const file of ['batches/0004.safetensors', 'state/0004.safetensors']) {
      expect(readFileSync(at(`stopped/${file}`))).toEqual(readFileSync(at(`straight/${file}`)));
    }
  });

  it('takes back what it was given last', async () => {
    const out = await base('undone');
    const { edited } = await edit(facts.slice(2, 3), { out, extend: true });
    await edited.undo();
    expect([...(await openRun(out)).undone]).toEqual([2]);
  });

  it('refuses another editor, other settings, facts it has, and a run that is not there', async () => {
    const out = await base('refused');
    const more = { out, extend: true };
    const refused = async (options: Partial<EditFactsOptions>, some = facts.slice(2, 3)) =>
      edit(some, { ...more, ...options }).then(
        () => 'nothing',
        (error: { code: string }) => error.code,
      );
    expect(await refused({ editor: 'memit' })).toBe('run-of-other-inputs');
    expect(await refused({ settings: { ...SETTINGS, L2: 3 } })).toBe('run-of-other-inputs');
    expect(
      await refused({}, [
        { ...facts[2]!, id: facts[0]!.id ?? 'a' },
        { ...facts[3]!, id: facts[0]!.id ?? 'a' },
      ]),
    ).toBe('id-repeated');
    expect(await refused({ out: at('none') })).toBe('no-run');
    expect(await refused({ out: undefined })).toBe('options-conflict');
    expect((await openRun(out)).additions).toEqual([]);
  });

  it('is broken where an addition is missing or changed', async () => {
    const out = await base('broken');
    await edit(facts.slice(2, 3), { out, extend: true });
    await cp(out, at('cut'), { recursive: true });
    rmSync(at('cut/additions/0001.json'));
    await expect(openRun(at('cut'))).rejects.toMatchObject({ code: 'run-broken' });
    await cp(out, at('other'), { recursive: true });
    await writeFile(at('other/additions/0001.jsonl'), `${JSON.stringify({ ...facts[2], target: 'x' })}\n`);
    await expect(openRun(at('other')).then(readRunFacts)).rejects.toMatchObject({ code: 'run-broken' });
  });
});
