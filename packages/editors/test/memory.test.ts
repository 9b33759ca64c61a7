// What editors say they will hold, against what they hold.
import { tinyModel } from '@alphaedit/conformance';
import { startEngine } from '@alphaedit/engine/node';
import type { EditorState, EditSettings, ModelPort } from '@alphaedit/spec';
import { nullSpaceThreshold } from '@alphaedit/spec';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editorById, editors, planEdit } from '../src/index.js';
import { facts, settings, tinyRequest } from './tiny.js';

let model: ModelPort;
let narrow: ModelPort;
beforeAll(async () => {
  await startEngine({ engine: 'wasm' });
  model = await tinyModel();
  // Keys with fewer components than there are facts.
  narrow = await tinyModel({ keySize: 2 });
});
afterAll(() => {
  model.dispose();
  narrow.dispose();
});

const quick: EditSettings = { ...settings, zSteps: 2 };
const said = (id: string, { info }: ModelPort, nullDimension?: number) =>
  editorById(id).memory!({
    facts: facts.length,
    batchSize: 2,
    layers: quick.layers.map((layer) => ({ ...info.editable[layer]!, nullDimension })),
    provider: 'portable',
  });

async function stateBytes(id: string, of: ModelPort): Promise<number> {
  const editor = editorById(id);
  let state: EditorState | undefined;
  for (let from = 0; from < facts.length; from += 2) {
    const request = await tinyRequest(of, { facts: facts.slice(from, from + 2), settings: quick, state });
    state = (await planEdit(editor, request)).state;
    if (!editor.supports.sequential) state = undefined;
  }
  return Object.values(state?.matrices ?? {}).reduce((sum, { data }) => sum + data.byteLength, 0);
}

describe('the state', () => {
  const exact = editors.map(({ id }) => id).filter((id) => id !== 'prune');
  it.each([...exact, 'memit+nullspace', 'ft+nullspace', 'alphaedit+blue'])(
    'of %s is as large as said',
    async (id) => {
      expect(said(id, model).state).toBe(await stateBytes(id, model));
    },
  );

  it('is the primal one once there are more facts than components', async () => {
    expect(said('memit-seq', narrow).state).toBe(await stateBytes('memit-seq', narrow));
    // QQᵀ [2, 2] and the keys of three facts, which may have to leave it.
    expect(said('memit-seq', narrow).state).toBe(quick.layers.length * 8 * (2 ** 2 + 2 * 3));
  });

  it('of prune is at most as large as said, and not by far', async () => {
    // Said for a D all of whose singular values are restrained.
    const held = await stateBytes('prune', model);
    expect(held).toBeLessThanOrEqual(said('prune', model).state);
    expect(held).toBeGreaterThanOrEqual(said('prune', model).state / 2);
  });
});

it('statistics are the bases of the projectors', async () => {
  const { statistics } = await tinyRequest(model);
  let held = 0;
  let nullDimension = 0;
  for (const layer of quick.layers) {
    const projector = await statistics!.projector(layer, nullSpaceThreshold(quick));
    nullDimension = projector.nullDimension;
    held += projector.basis.data.byteLength;
  }
  expect(said('alphaedit', model, nullDimension).statistics).toBe(held);
  expect(said('ft', model).statistics).toBe(0);
});

it('fine-tuning holds the arrays it says, beside activations', async () => {
  const [keySize, hidden] = [2048, 128];
  const wide = await tinyModel({ hidden, keySize, blocks: 4 });
  try {
    const editorSettings = { steps: 2 };
    const request = await tinyRequest(wide, { facts: facts.slice(0, 1), settings: quick, editorSettings });
    const before = tf.memory().numBytes;
    const { kernels } = await tf.profile(async () => {
      await planEdit(editorById('ft'), request);
    });
    // The last operation of a step of Adam, the one with the most arrays of the weight's size.
    const ends = kernels.filter(
      ({ name, outputShapes }) => name === 'RealDiv' && `${outputShapes[0]}` === `${[keySize, hidden]}`,
    );
    const held = Math.max(...ends.map(({ totalBytesSnapshot }) => totalBytesSnapshot)) - before;
    const { work } = said('ft', wide);
    expect(held).toBeGreaterThanOrEqual(work);
    // Keys and outputs of one fact are a few hundredths of a weight.
    expect(held).toBeLessThan(work * 1.05);
  } finally {
    wide.dispose();
  }
});
