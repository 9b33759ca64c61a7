import { startEngine } from '@alphaedit/engine/node';
import type { Editor, EditRequest, Matrix, ModelPort } from '@alphaedit/spec';
import { expectNoTensorLeak, relativeDistance } from '@alphaedit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alphaedit,
  applyDelta,
  editorById,
  editors,
  memitSequential,
  planEdit,
  undoDelta,
} from '../src/index.js';
import { SubjectStates } from '../src/subjects/subject-states.js';
import { facts, settings, templates, tinyModel, tinyRequest } from './tiny.js';

/** Float32 forward passes of the same weights, summed in another order. */
const REORDERING_TOLERANCE = 1e-4;

let model: ModelPort;
beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
  model = await tinyModel();
});
afterAll(() => model.dispose());

const weights = async () => {
  const all: Matrix[] = [];
  for (const { name } of model.info.editable) all.push(await model.readWeight(name));
  return all;
};

const ids = [
  ...editors.map(({ id }) => id),
  'memit+nullspace',
  'rect+nullspace',
  'prune+nullspace',
  'rome+nullspace',
];
describe.each(ids.map(editorById))('$id', (editor: Editor) => {
  it('plans without writing a weight or keeping a tensor, the same twice', async () => {
    const before = await weights();
    const request = await tinyRequest(model);
    const plan = await expectNoTensorLeak(() => planEdit(editor, request));
    expect(await weights()).toEqual(before);
    expect((await planEdit(editor, request)).deltas).toEqual(plan.deltas);
    const changed = plan.deltas.map(({ parameter }) => parameter);
    expect(changed).toEqual([...new Set(changed)]);
    expect(settings.layers.map((layer) => model.info.editable[layer]!.name)).toEqual(
      expect.arrayContaining(changed),
    );
  });

  it.each(['aborted', 'failed'])('leaves everything as it was when the work is %s half way', async (how) => {
    const before = await weights();
    const controller = new AbortController();
    const request = await tinyRequest(model, {
      signal: controller.signal,
      onProgress: ({ stage }) => {
        if (stage !== 'layers') return;
        if (how === 'failed') throw new Error('on purpose');
        controller.abort();
      },
    });
    await expectNoTensorLeak(() =>
      expect(planEdit(editor, request)).rejects.toMatchObject(
        how === 'failed' ? { message: 'on purpose' } : { code: 'aborted' },
      ),
    );
    expect(await weights()).toEqual(before);
  });

  it('brings the subjects nearer to their values at one layer, and is undone bit for bit', async () => {
    const before = await weights();
    // Facts planned one by one undo one another in a space this small.
    const chosen = editor.supports.batch ? facts : facts.slice(0, 1);
    const request = { facts: chosen, settings: { ...settings, layers: [2] } };
    const plan = await planEdit(editor, await tinyRequest(model, request));
    const outputs = async () => {
      const states = SubjectStates.at(2, model, chosen, templates);
      const result = await states.outputs(2);
      states.dispose();
      return result.data;
    };
    const { z } = plan.diagnostics;
    const aim = Float64Array.from(
      { length: z.data.length },
      (_, i) => z.data[(i % z.rows) * z.cols + Math.floor(i / z.rows)]!,
    );
    const far = relativeDistance(await outputs(), aim);
    const applied = await applyDelta(model, plan.deltas);
    expect(relativeDistance(await outputs(), aim)).toBeLessThan(far);
    await undoDelta(model, applied);
    expect(await weights()).toEqual(before);
  });
});

it('keeps as history the keys of the edited model', async () => {
  const plan = await planEdit(memitSequential(), await tinyRequest(model));
  const keysAt = async (layer: number) => {
    const states = SubjectStates.at(layer, model, facts, templates);
    const { keys } = await states.keys();
    states.dispose();
    return keys.data;
  };
  const unedited = await keysAt(2);
  const applied = await applyDelta(model, plan.deltas);
  const edited = await keysAt(2);
  // Whitened keys are L⁻¹K/√λ: map the edited model's keys the same way and compare.
  const { linalg, secondMoment } = await import('./tiny.js');
  const whiten = async (data: Float64Array) => {
    const factor = await linalg.cholesky(secondMoment(model.info.keySize, 2));
    const x = await linalg.solveTriangular(factor, { rows: model.info.keySize, cols: facts.length, data });
    return x.data.map((value) => value / Math.sqrt(settings.mom2UpdateWeight));
  };
  const kept = plan.state.matrices['layer.2.keys']!.data;
  expect(relativeDistance(await whiten(edited), kept)).toBeLessThan(REORDERING_TOLERANCE);
  expect(relativeDistance(await whiten(unedited), kept)).toBeGreaterThan(10 * REORDERING_TOLERANCE);
  await undoDelta(model, applied);
});

describe('refuses', () => {
  const refused = async (changes: Partial<EditRequest>, code: string, editor = alphaedit()) => {
    const request = await tinyRequest(model, changes);
    await expectNoTensorLeak(() =>
      expect(planEdit(editor, request)).rejects.toMatchObject({ code, kind: 'input' }),
    );
  };
  const fact = facts[0]!;

  it.each([
    ['a prompt without its subject', { prompt: 'She was born in' }, 'subject-not-found'],
    ['a prompt with its subject twice', { prompt: '{} and {} met in' }, 'subject-ambiguous'],
    ['an empty subject', { subject: ' ' }, 'empty-subject'],
    ['an empty target', { target: '  ' }, 'empty-target'],
    ['a prompt past the context', { prompt: `${'long '.repeat(20)}{} is` }, 'context-exceeded'],
  ])('%s', (_, change, code) => refused({ facts: [{ ...fact, ...change }] }, code));

  it('no facts', () => refused({ facts: [] }, 'no-facts'));
  it('no statistics', () => refused({ statistics: undefined }, 'statistics-missing'));
  it('layers the model does not have', () =>
    refused({ settings: { ...settings, layers: [1, 9] } }, 'layer-out-of-range'));
  it('layers out of order', () =>
    refused({ settings: { ...settings, layers: [2, 1] } }, 'layer-out-of-range'));
  it('a ridge of zero', () => refused({ settings: { ...settings, L2: 0 } }, 'setting-out-of-range'));
  it('a loss read below the edit', () =>
    refused({ settings: { ...settings, zLossLayer: 1 } }, 'setting-out-of-range'));

  it('statistics of another model or tokenizer, or without the layer', async () => {
    const { statistics } = await tinyRequest(model);
    await refused({ statistics: { ...statistics!, modelHash: 'other' } }, 'statistics-of-another-model');
    await refused({ statistics: { ...statistics!, layers: [1] } }, 'statistics-missing');
    const others = { ...statistics!, tokenizers: ['another'] };
    await refused({ statistics: others }, 'statistics-of-another-tokenizer');
  });

  it('the state of another editor', async () => {
    const { state } = await planEdit(memitSequential(), await tinyRequest(model));
    await refused({ state }, 'state-of-another-editor');
  });

  it('an editor nobody knows', () => {
    expect(() => editorById('constructor')).toThrowError(expect.objectContaining({ code: 'unknown-editor' }));
  });

  it('deltas that fit nothing, before any weight is written', async () => {
    const before = await weights();
    const { deltas } = await planEdit(alphaedit(), await tinyRequest(model));
    const [first, second] = deltas;
    const broken = second!.kind === 'low-rank' ? { ...second!, left: second!.right } : second!;
    await expect(applyDelta(model, [first!, broken])).rejects.toMatchObject({ code: 'delta-shape' });
    expect(await weights()).toEqual(before);
  });
});
