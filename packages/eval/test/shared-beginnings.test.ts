import { tinyModel } from '@alphaedit/conformance';
import { describeEachEngine, expectNoTensorLeak, tinyCheckpoint } from '@alphaedit/testing';
import { expect, it, vi } from 'vitest';
import { scoreAnswers } from '../src/scoring/score-answers.js';

// float32 losses of a few nats, summed in another order
const LOSS_TOLERANCE = 1e-5;

await describeEachEngine('answers that share the attention state of their prompt', () => {
  const prompts = ['Ann lives in', 'The home of Ann is', 'x'];
  const questions = prompts.flatMap((prompt) =>
    ['Rome', 'Oslo', 'Rom', 'New York'].map((answer) => ({ prompt, answer })),
  );

  it('have the losses and the places they have alone', async () => {
    const model = await tinyModel({ checkpoint: tinyCheckpoint() });
    const begun = vi.spyOn(model, 'forwardWithCache');
    const together = await expectNoTensorLeak(() => scoreAnswers(model, questions, { ranks: true }));
    // Both prompts worth it, each once; "x" is too short to be.
    expect(begun.mock.calls.flatMap(([, { lengths }]) => lengths)).toHaveLength(2);
    begun.mockRestore();
    for (const [i, question] of questions.entries()) {
      const [alone] = await scoreAnswers(model, [question], { ranks: true });
      expect(Math.abs(together[i]!.nll - alone!.nll)).toBeLessThan(LOSS_TOLERANCE);
      expect(together[i]).toMatchObject({ exactMatch: alone!.exactMatch, tokens: alone!.tokens });
      expect(together[i]!.firstRank).toBe(alone!.firstRank);
    }
    model.dispose();
  });

  it('have them in batches of whatever size', async () => {
    const model = await tinyModel({ checkpoint: tinyCheckpoint() });
    const whole = await scoreAnswers(model, questions);
    for (const batchTokens of [1, 40]) {
      const parts = await scoreAnswers(model, questions, { batchTokens });
      for (const [i, { nll }] of parts.entries()) {
        expect(Math.abs(nll - whole[i]!.nll)).toBeLessThan(LOSS_TOLERANCE);
      }
    }
    model.dispose();
  });
});
