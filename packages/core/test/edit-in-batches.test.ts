import { TINY_FACTS, TINY_SETTINGS, tinyModel, tinyRequest } from '@alphaedit/conformance';
import { editInBatches } from '@alphaedit/core';
import { applyDelta, editorById, planEdit } from '@alphaedit/editors';
import type { EditorState, ModelPort, Progress, WeightDelta } from '@alphaedit/spec';
import { describeEachEngine } from '@alphaedit/testing';
import { expect, it } from 'vitest';

const BATCH = 2;
/** Editors that hand a state on, that hand none on, and that ask where in the run they are. */
const EDITORS = ['alphaedit', 'memit', 'prune'];

await describeEachEngine('editInBatches', () => {
  it.each(EDITORS)('plans and applies as the plain loop does: %s', async (id) => {
    const editor = editorById(id);
    const model = await tinyModel();
    const deltas: WeightDelta[] = [];
    const ranges: number[][] = [];
    const batches = editInBatches(editor, { ...(await tinyRequest(model)), batchSize: BATCH });
    for await (const { batch, from, to, plan, state } of batches) {
      deltas.push(...plan.deltas);
      ranges.push([batch, from, to]);
      expect(state).toBe(editor.supports.sequential ? plan.state : undefined);
    }
    expect(ranges).toEqual([
      [1, 0, 2],
      [2, 2, 3],
    ]);

    const plain = await tinyModel();
    const request = await tinyRequest(plain);
    const expected: WeightDelta[] = [];
    let state: EditorState | undefined;
    for (let from = 0; from < TINY_FACTS.length; from += BATCH) {
      const facts = TINY_FACTS.slice(from, from + BATCH);
      const run = { facts: TINY_FACTS.length, batchSize: BATCH, from };
      const plan = await planEdit(editor, { ...request, facts, state, run });
      await applyDelta(plain, plan.deltas);
      if (editor.supports.sequential) state = plan.state;
      expected.push(...plan.deltas);
    }
    expect(deltas).toEqual(expected);
    expect(await weights(model)).toEqual(await weights(plain));
    model.dispose();
    plain.dispose();
  });

  it('goes on from a state as if it had never stopped', async () => {
    const editor = editorById('alphaedit');
    const whole = await tinyModel();
    for await (const _ of editInBatches(editor, { ...(await tinyRequest(whole)), batchSize: BATCH }));

    const stopped = await tinyModel();
    const request = { ...(await tinyRequest(stopped)), batchSize: BATCH };
    const { value: first } = await editInBatches(editor, request).next();
    const rest = editInBatches(editor, {
      ...request,
      earlier: { count: first!.to, batchOf: () => 0 },
      state: first!.state,
    });
    for await (const { batch } of rest) expect(batch).toBe(2);
    expect(await weights(stopped)).toEqual(await weights(whole));
    whole.dispose();
    stopped.dispose();
  });

  it('leaves the weights alone with an overlay, and plans on the changes so far', async () => {
    const editor = editorById('alphaedit');
    const applied = await tinyModel();
    const expected: WeightDelta[] = [];
    const request = async (model: ModelPort) => ({ ...(await tinyRequest(model)), batchSize: BATCH });
    for await (const { plan } of editInBatches(editor, await request(applied))) expected.push(...plan.deltas);

    const model = await tinyModel();
    const before = await weights(model);
    const overlaid: WeightDelta[] = [];
    const batches = editInBatches(editor, { ...(await request(model)), apply: 'overlay' });
    for await (const { plan, applied: written } of batches) {
      expect(written).toBeUndefined();
      overlaid.push(...plan.deltas);
    }
    expect(await weights(model)).toEqual(before);
    // An overlay is added while the model runs, an applied change is rounded into the weight: the first batch is the same.
    expect(overlaid.slice(0, TINY_SETTINGS.layers.length)).toEqual(
      expected.slice(0, TINY_SETTINGS.layers.length),
    );
    expect(overlaid).not.toEqual(expected.slice(0, overlaid.length - 1));
    model.dispose();
    applied.dispose();
  });

  it('stops between batches, and counts over the whole run', async () => {
    const model = await tinyModel();
    const controller = new AbortController();
    const seen: Progress[] = [];
    const batches = editInBatches(editorById('memit'), {
      ...(await tinyRequest(model)),
      batchSize: BATCH,
      signal: controller.signal,
      onProgress: (progress) => seen.push(progress),
    });
    await batches.next();
    controller.abort();
    await expect(batches.next()).rejects.toMatchObject({ code: 'aborted' });
    expect(new Set(seen.map(({ total }) => total))).toEqual(new Set([TINY_FACTS.length]));
    expect(seen.at(-1)).toMatchObject({ stage: 'edit', done: BATCH, unit: 'facts' });
    model.dispose();
  });
});

const weights = (model: ModelPort) =>
  Promise.all(TINY_SETTINGS.layers.map((layer) => model.readWeight(model.info.editable[layer]!.name)));
