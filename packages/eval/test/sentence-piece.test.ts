// A tokenizer that puts a blank before every text, as those of Llama 2 and Mistral 0.1 do.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startEngine } from '@alphaedit/engine/node';
import { loadModel } from '@alphaedit/model/node';
import type { Fact, ModelPort } from '@alphaedit/spec';
import { describeShared, sentencePieceCheckpoint, sharedPath } from '@alphaedit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate, scoreAnswers } from '../src/index.js';

const DEMO = fileURLToPath(new URL('../../../models/demo', import.meta.url));

beforeAll(async () => {
  await startEngine();
});

describe('the demo model with a tokenizer in that style', () => {
  let checkpoint: ReturnType<typeof sentencePieceCheckpoint>;
  let model: ModelPort;
  const facts = readFileSync(`${DEMO}/facts.jsonl`, 'utf8')
    .split('\n')
    .slice(0, 8)
    .map((line): Fact => JSON.parse(line));
  beforeAll(async () => {
    checkpoint = sentencePieceCheckpoint(DEMO);
    model = await loadModel(checkpoint.folder);
  });
  afterAll(() => {
    model?.dispose();
    checkpoint.dispose();
  });

  it('knows what it knows with its own', async () => {
    const { exactMatch, preference } = await evaluate(model, facts);
    expect(exactMatch.specificity!.mean).toBeGreaterThan(0.95);
    expect(preference.specificity!.mean).toBeGreaterThan(0.95);
    expect(preference.efficacy!.mean).toBeLessThan(0.05);
  });

  it('is told one token more to answer for by the published reading', async () => {
    const [fact] = facts;
    const question = { prompt: fact!.prompt.replace('{}', fact!.subject), answer: fact!.truth! };
    const [corrected] = await scoreAnswers(model, [question]);
    const [official] = await scoreAnswers(model, [question], { compat: 'official' });
    expect(corrected!.exactMatch).toBe(true);
    expect(official).toMatchObject({ exactMatch: false, tokens: corrected!.tokens + 1 });
  });
});

describeShared('a model whose next token is certain', 'cases/spm-target-space', () => {
  it('gives the answer a loss of zero', async () => {
    const model = await loadModel(sharedPath('cases/spm-target-space/model'));
    try {
      for (const [prompt, answer] of [
        ['The capital of France is', 'Paris'],
        ['The capital of France is', ' Paris'],
        ['The capital of France is ', 'Paris'],
        ['The capital of France is ', ' Paris'],
      ] as const) {
        const [score] = await scoreAnswers(model, [{ prompt, answer }]);
        expect(score).toMatchObject({ tokens: 1, exactMatch: true });
        expect(score!.nll).toBeLessThan(1e-6);
      }
    } finally {
      model.dispose();
    }
  });
});
