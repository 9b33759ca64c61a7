import { startEngine } from '@alphaedit/engine/node';
import { loadModel } from '@alphaedit/model/node';
import type { ModelPort } from '@alphaedit/spec';
import { describeEachEngine, describeShared, expectNoTensorLeak, sharedPath } from '@alphaedit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN_KINDS, SEVERED_KINDS, traceCost, traceFact } from '../src/index.js';
import { tokeniseQuestion } from '../src/tokenised-question.js';
import { type ReferenceTrace, referenceTrace } from './reference-trace.js';
import { tinyModel } from './tiny-model.js';

/** Probabilities in float32: the same products in other batches. */
const BATCHING_TOLERANCE = 2e-5;

const KINDS = [...PLAIN_KINDS, ...SEVERED_KINDS];
const question = { prompt: 'In {} now', subject: 'Rome' };
const corruption = { kind: 'gaussian', spread: 3 } as const;

function expectSame(trace: ReferenceTrace, expected: ReferenceTrace): void {
  expect(Math.abs(trace.high - expected.high)).toBeLessThan(BATCHING_TOLERANCE);
  expect(Math.abs(trace.low - expected.low)).toBeLessThan(BATCHING_TOLERANCE);
  for (const kind of KINDS) {
    const [found, wanted] = [trace.effects[kind]!.flat(), expected.effects[kind]!.flat()];
    expect(found).toHaveLength(wanted.length);
    const gap = Math.max(...found.map((value, i) => Math.abs(value - wanted[i]!)));
    expect(gap, `${kind} against the other`).toBeLessThan(BATCHING_TOLERANCE);
    for (const [block, wanted] of expected.subjectEffects[kind]!.entries()) {
      expect(Math.abs(trace.subjectEffects[kind]![block]! - wanted)).toBeLessThan(BATCHING_TOLERANCE);
    }
  }
}

await describeEachEngine('traceFact', (engine) => {
  let model: ModelPort;
  beforeAll(async () => {
    model = await tinyModel();
  });
  afterAll(() => model.dispose());

  const cases = [
    ['gaussian', 2],
    ['t', 3],
    ['uniform', 1],
  ] as const;
  // The plain loop takes five times as long on other engines, which noise and window know nothing of.
  it.each(engine === 'wasm' ? cases : cases.slice(0, 1))(
    'equals the plain loop with %s noise and a window of %d',
    async (noise, window) => {
      const common = { samples: 3, seed: 7, window, kinds: KINDS };
      const spread = 3;
      const trace = await expectNoTensorLeak(() =>
        traceFact(model, question, { ...common, corruption: { kind: noise, spread } }),
      );
      const { ids, first, end } = tokeniseQuestion(model, question);
      const expected = referenceTrace(model, { ids, first, end, noise, spread, ...common });
      // A trace in which nothing is lost would agree with anything.
      expect(Math.abs(trace.totalEffect)).toBeGreaterThan(0.01);
      for (const kind of KINDS) expect(Math.max(...trace.effects[kind]!.flat())).toBeGreaterThan(0.01);
      expectSame(trace, expected);
    },
  );

  it('is the same in small batches', async () => {
    const common = { corruption, kinds: KINDS, samples: 2 };
    const whole = await traceFact(model, question, common);
    expectSame(await traceFact(model, question, { ...common, memoryLimitBytes: 1 }), whole);
  });

  it('brings everything back at the end of the last block, and nothing before the subject', async () => {
    const { effects, totalEffect, subject, tokens } = await traceFact(model, question, {
      corruption,
      samples: 2,
    });
    const last = effects.hidden!.at(-1)!;
    expect(Math.abs(last.at(-1)! - totalEffect)).toBeLessThan(BATCHING_TOLERANCE);
    // The last block's output at any other token is read by nobody.
    for (const effect of last.slice(0, -1)) expect(Math.abs(effect)).toBeLessThan(BATCHING_TOLERANCE);
    expect(subject.first).toBeGreaterThan(0);
    for (const rows of Object.values(effects)) {
      for (const row of rows!) {
        expect(row).toHaveLength(tokens.length);
        expect(row.slice(0, subject.first).every((effect) => effect === 0)).toBe(true);
      }
    }
  });

  it('starts at the first token, and puts other subjects in place of this one', async () => {
    const others = ['Oslo', 'Ulm', 'Rome', 'Bern'];
    const asked = { prompt: '{} is', subject: 'Rome' };
    const trace = await expectNoTensorLeak(() =>
      traceFact(model, asked, { corruption: { kind: 'subjects', others }, samples: 4 }),
    );
    expect(trace.subject).toEqual({ first: 0, end: 4 });
    expect(trace.tokens.join('')).toBe('Rome is');
    expect(trace.totalEffect).not.toBe(0);
    expect(Math.abs(trace.effects.hidden!.at(-1)!.at(-1)! - trace.totalEffect)).toBeLessThan(
      BATCHING_TOLERANCE,
    );
  });

  it('is the same for a seed and another for another', async () => {
    const once = await traceFact(model, question, { samples: 2, seed: 1 });
    expect(await traceFact(model, question, { samples: 2, seed: 1 })).toEqual(once);
    expect((await traceFact(model, question, { samples: 2, seed: 2 })).low).not.toBe(once.low);
  });

  it('runs as many cells as its cost says', async () => {
    let cells = 0;
    const { blocks } = model.info;
    const counted = new Proxy(model, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (name !== 'forward' && name !== 'forwardWithCache') return value.bind(target);
        return (hidden: { shape: number[] }, options: { from?: number; to?: number }) => {
          const { from = 0, to = blocks } = options;
          cells += hidden.shape[0]! * hidden.shape[1]! * (to - from);
          return value.call(target, hidden, options);
        };
      },
    });
    const { tokens, subject, window } = await traceFact(counted, question, { samples: 2, kinds: KINDS });
    const cost = traceCost({ tokens: tokens.length, ...subject, blocks, samples: 2, window, kinds: KINDS });
    expect(cells).toBe(cost.cells);
    const [T, B, rows] = ['In Rome now'.length, 4, 3];
    expect(cost.publishedCells).toBe(KINDS.length * T * B * rows * T * B);
  });

  it('stops when told to, leaving no tensor', async () => {
    const controller = new AbortController();
    await expectNoTensorLeak(async () => {
      const onProgress = () => controller.abort();
      const stopped = traceFact(model, question, { signal: controller.signal, onProgress });
      await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    });
  });

  it.each([
    [{ samples: 0 }, 'trace-options'],
    [{ window: 1.5 }, 'trace-options'],
    [{ kinds: [] }, 'trace-options'],
    [{ corruption: { kind: 'subjects', others: ['Rome'] } }, 'no-other-subjects'],
  ] as const)('refuses the options %j', async (options, code) => {
    await expectNoTensorLeak(() =>
      expect(traceFact(model, question, options as never)).rejects.toMatchObject({ code }),
    );
  });

  it.each([
    [{ prompt: 'no place', subject: 'Rome' }, 'subject-not-found'],
    [{ prompt: '{} and {}', subject: 'Rome' }, 'subject-ambiguous'],
    [{ prompt: '{} is', subject: ' ' }, 'empty-subject'],
    [{ prompt: '{} is', subject: 'x'.repeat(70) }, 'prompt-too-long'],
  ] as const)('refuses the question %j', async (bad, code) => {
    await expect(traceFact(model, bad)).rejects.toMatchObject({ code });
  });
});

// Rotary positions with shared heads, and MLP beside attention: the cached prefix has to hold for them too.
describe.each(['llama3', 'gptj'])('of the family %s', (name) => {
  describeShared('traceFact', `fixtures/models/${name}`, () => {
    it('equals the plain loop', async () => {
      await startEngine({ engine: 'wasm' });
      const model = await loadModel(sharedPath('fixtures/models', name));
      const asked = { prompt: 'The mother tongue of {} is', subject: 'Danielle' };
      const common = { samples: 2, seed: 3, window: 1, kinds: KINDS };
      const noise = { kind: 'gaussian', spread: 0.5 } as const;
      const trace = await traceFact(model, asked, { ...common, corruption: noise });
      const { ids, first, end } = tokeniseQuestion(model, asked);
      const options = { ids, first, end, noise: noise.kind, spread: noise.spread, ...common };
      expectSame(trace, referenceTrace(model, options));
      model.dispose();
    });
  });
});
