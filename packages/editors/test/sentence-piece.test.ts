// Editing with a tokenizer that puts a blank before every text, as those of Llama 2 and Mistral 0.1 do.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startEngine } from '@alphaedit/engine/node';
import { scoreAnswers } from '@alphaedit/eval';
import { createLinearAlgebra } from '@alphaedit/linalg/node';
import { loadModel } from '@alphaedit/model/node';
import type { Editor, EditRequest, EditSettings, Fact, ModelPort } from '@alphaedit/spec';
import { sentencePieceCheckpoint } from '@alphaedit/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyDelta, ft, planEdit, undoDelta } from '../src/index.js';
import { plainRidge } from './example/plain-ridge.js';

const DEMO = fileURLToPath(new URL('../../../models/demo', import.meta.url));
const read = (file: string) => readFileSync(`${DEMO}/${file}`, 'utf8');
/** Two forward passes of one model over grids of different shapes, in float32. */
const FORWARD_TOLERANCE = 1e-3;

let checkpoint: ReturnType<typeof sentencePieceCheckpoint>;
let model: ModelPort;
let request: EditRequest;
const [fact] = read('facts.jsonl')
  .split('\n', 1)
  .map((line): Fact => JSON.parse(line));

beforeAll(async () => {
  await startEngine();
  checkpoint = sentencePieceCheckpoint(DEMO);
  model = await loadModel(checkpoint.folder);
  const linalg = createLinearAlgebra();
  const settings = { ...(JSON.parse(read('settings.json')) as EditSettings), zSteps: 20, L2: 0.01 };
  request = { model, facts: [fact!], settings, templates: ['{}'], linalg };
});
afterAll(() => {
  model?.dispose();
  checkpoint.dispose();
});

async function afterEdit(editor: Editor, editorSettings: EditRequest['editorSettings']) {
  const plan = await planEdit(editor, { ...request, editorSettings });
  const applied = await applyDelta(model, plan.deltas);
  try {
    const question = { prompt: fact!.prompt.replace('{}', () => fact!.subject), answer: fact!.target };
    const [score] = await scoreAnswers(model, [question]);
    return { promised: plan.diagnostics.values[0]!.targetProbability, measured: Math.exp(-score!.nll) };
  } finally {
    await undoDelta(model, applied);
  }
}

it('says the new answer after the value it found is stored', async () => {
  const { measured } = await afterEdit(plainRidge(), {});
  expect(measured).toBeGreaterThan(0.5);
});

it('tunes what is measured', async () => {
  const { promised, measured } = await afterEdit(ft(), { steps: 25, learningRate: 2e-3 });
  expect(measured).toBeGreaterThan(0.5);
  expect(Math.abs(promised - measured)).toBeLessThan(FORWARD_TOLERANCE);
});

it('learns another text with the published reading', async () => {
  const { measured } = await afterEdit(ft(), {
    steps: 25,
    learningRate: 2e-3,
    compat: 'official',
  });
  // The token it asked for at that place is the blank.
  expect(measured).toBeLessThan(0.1);
});
