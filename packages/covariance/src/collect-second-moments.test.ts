import { startEngine } from '@alphaedit/engine/node';
import type { ModelPort, Progress, TapAt } from '@alphaedit/spec';
import { expectNoTensorLeak, relativeDistance } from '@alphaedit/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { referenceSecondMoment } from '../test/reference-second-moment.js';
import { KEY_SIZE, tinyDocuments, tinyModel, withForward } from '../test/tiny-model.js';
import type { CollectOptions } from './collect-options.js';
import { collectSecondMoments } from './collect-second-moments.js';
import type { CheckpointStore, CollectorState } from './collector-state.js';
import type { SecondMoments } from './second-moments.js';

/**
 * Against a float64 sum of keys that the same engine computed one document at a time. Two things differ, both
 * roundings of 2⁻²⁴: the float32 products (√256 of them in a block of rows, see `GramSum`), and the keys, which an
 * engine may compute with another kernel in a batch of another shape. On the wasm engine the keys differ by 3e-8 and
 * their sums in float64 by 2e-9, so the products are what this is for.
 */
const SECOND_MOMENT_TOLERANCE = Math.sqrt(256) * 2 ** -24;

const documents = tinyDocuments(72);
let model: ModelPort;

beforeAll(async () => {
  await startEngine();
  model = await tinyModel();
});

/** Batches so small that the corpus makes several windows of several batches. */
function collect(options: Partial<CollectOptions> = {}): Promise<SecondMoments> {
  return collectSecondMoments({ model, documents, layers: [0, 1], batchTokens: 80, ...options });
}

function memoryStore(): CheckpointStore & { state?: CollectorState; saves: number } {
  const store: ReturnType<typeof memoryStore> = {
    saves: 0,
    load: async () => store.state,
    save: async (state) => {
      store.saves++;
      store.state = state;
    },
    remove: async () => {
      store.state = undefined;
    },
  };
  return store;
}

describe('collectSecondMoments', () => {
  it('is the mean of k kᵀ over all tokens of all documents', async () => {
    const moments = await expectNoTensorLeak(() => collect());
    const ids = documents.map((text) => model.tokenizer.encode(text).slice(0, model.info.contextLength));
    expect(moments.origin.tokens).toBe(ids.flat().length);
    expect(moments.origin.documents).toBe(71);
    for (const layer of [0, 1]) {
      const { rows, cols, data } = moments.secondMoment(layer);
      expect([rows, cols]).toEqual([KEY_SIZE, KEY_SIZE]);
      expect(relativeDistance(data, await referenceSecondMoment(model, ids, layer))).toBeLessThan(
        SECOND_MOMENT_TOLERANCE,
      );
    }
  });

  it('does not depend on how documents are batched', async () => {
    const ids = documents.map((text) => model.tokenizer.encode(text).slice(0, model.info.contextLength));
    const reference = await referenceSecondMoment(model, ids, 1);
    const small = await collect();
    const large = await collect({ batchTokens: 4096 });
    expect(large.origin).toEqual(small.origin);
    for (const moments of [small, large]) {
      const distance = relativeDistance(moments.secondMoment(1).data, reference);
      expect(distance).toBeLessThan(SECOND_MOMENT_TOLERANCE);
    }
  });

  it('serves all layers with one pass that stops at the deepest', async () => {
    const ends: (number | undefined)[] = [];
    const watched = withForward(model, (hidden, options) => {
      ends.push(options.to);
      return model.forward(hidden, options);
    });
    const moments = await collect({ model: watched, layers: [1, 0, 1], batchTokens: 4096 });
    expect(moments.layers).toEqual([0, 1]);
    expect(ends.length).toBeGreaterThan(0);
    expect(new Set(ends)).toEqual(new Set([2]));
  });

  it('reads an async stream, cuts documents and stops at the budget', async () => {
    async function* stream() {
      yield* documents;
    }
    const moments = await collect({ documents: stream(), tokens: 777, contextLength: 20 });
    expect(moments.origin).toMatchObject({ tokens: 777, tokenBudget: 777, contextLength: 20 });
    const ids: number[][] = [];
    let left = 777;
    for (const text of documents) {
      ids.push(model.tokenizer.encode(text).slice(0, Math.min(20, left)));
      left -= ids.at(-1)!.length;
    }
    const reference = await referenceSecondMoment(model, ids, 1);
    expect(relativeDistance(moments.secondMoment(1).data, reference)).toBeLessThan(SECOND_MOMENT_TOLERANCE);
  });

  it('reports how far it is', async () => {
    const reports: Progress[] = [];
    await collect({ onProgress: (report) => reports.push(report) });
    expect(reports.at(-1)).toMatchObject({ stage: 'covariance', unit: 'documents', done: 71, total: 72 });
    reports.length = 0;
    await collect({ tokens: 500, onProgress: (report) => reports.push(report) });
    expect(reports.at(-1)).toMatchObject({ unit: 'tokens', done: 500, total: 500 });
    const done = reports.map((report) => report.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  describe('interrupted', () => {
    /** Runs with a signal that fires after `batches` batches, and returns what is thrown. */
    async function interruptedAfter(
      batches: number,
      checkpoint: CheckpointStore,
      options: Partial<CollectOptions> = {},
    ) {
      const controller = new AbortController();
      let count = 0;
      const onProgress = () => {
        if (++count === batches) controller.abort();
      };
      const run = collect({ ...options, checkpoint, signal: controller.signal, onProgress });
      return expectNoTensorLeak(() =>
        run.then(
          () => undefined,
          (error: { code: string }) => error.code,
        ),
      );
    }

    it('goes on to the same bits, wherever it was cut, however often', async () => {
      const whole = await collect();
      let batches = 0;
      await collect({ onProgress: () => batches++ });
      expect(batches).toBeGreaterThan(24);
      for (const cut of [1, 2, 17, 18, batches - 1]) {
        const checkpoint = memoryStore();
        expect(await interruptedAfter(cut, checkpoint)).toBe('aborted');
        expect(checkpoint.saves).toBe(1);
        const resumed = await collect({ checkpoint });
        expect(resumed.origin).toEqual(whole.origin);
        for (const layer of [0, 1]) expect(resumed.secondMoment(layer)).toEqual(whole.secondMoment(layer));
      }
      const checkpoint = memoryStore();
      let aborted = 0;
      while ((await interruptedAfter(batches, checkpoint)) === 'aborted' && aborted < 3) aborted++;
      for (const cut of [5, 12, 20]) await interruptedAfter(cut, checkpoint);
      expect((await collect({ checkpoint })).secondMoment(1)).toEqual(whole.secondMoment(1));
    });

    it('by a crash goes on from the last checkpoint, and checkpoints change nothing', async () => {
      const whole = await collect();
      const checkpoint = memoryStore();
      const crashing: CheckpointStore = {
        ...checkpoint,
        save: async (state) => {
          if (checkpoint.saves === 19) throw new Error('killed');
          await checkpoint.save(state);
        },
      };
      await expect(collect({ checkpoint: crashing, checkpointSeconds: 0 })).rejects.toThrow('killed');
      const resumed = await collect({ checkpoint, checkpointSeconds: 0 });
      expect(resumed.secondMoment(0)).toEqual(whole.secondMoment(0));
    });

    it('before the first batch leaves a state that is no harm', async () => {
      const checkpoint = memoryStore();
      await expect(collect({ checkpoint, signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'aborted',
      });
      expect((await collect({ checkpoint })).secondMoment(0)).toEqual((await collect()).secondMoment(0));
    });

    it('does not go on with other text', async () => {
      const checkpoint = memoryStore();
      await interruptedAfter(20, checkpoint);
      const changed = documents.with(3, 'something else');
      await expect(collect({ checkpoint, documents: changed })).rejects.toMatchObject({
        code: 'checkpoint-of-another-text',
      });
    });

    it.each<[string, Partial<CollectOptions>]>([
      ['other layers', { layers: [1] }],
      ['another budget', { tokens: 900 }],
      ['another cut', { contextLength: 30 }],
      ['other batches', { batchTokens: 96 }],
    ])('begins anew with %s, and says so', async (_, options) => {
      const checkpoint = memoryStore();
      await interruptedAfter(20, checkpoint);
      const moments = await collect({ ...options, checkpoint });
      expect(moments.warnings.map((warning) => warning.code)).toEqual(['checkpoint-ignored']);
      expect(moments.secondMoment(1)).toEqual((await collect(options)).secondMoment(1));
    });

    it('begins anew with another model', async () => {
      const checkpoint = memoryStore();
      await interruptedAfter(20, checkpoint);
      const moments = await collect({ model: await tinyModel({ digest: 'other' }), checkpoint });
      expect(moments.warnings.map((warning) => warning.code)).toEqual(['checkpoint-ignored']);
    });
  });

  it.each<[string, Partial<CollectOptions>, string]>([
    ['a layer the model does not have', { layers: [0, 3] }, 'layer-out-of-range'],
    ['no layers', { layers: [] }, 'layer-out-of-range'],
    ['a budget of nothing', { tokens: 0 }, 'setting-out-of-range'],
    ['more context than the model has', { contextLength: 65 }, 'setting-out-of-range'],
    ['half a token per batch', { batchTokens: 0.5 }, 'setting-out-of-range'],
    ['less memory than the sums take', { memoryLimitBytes: 1000 }, 'out-of-memory'],
    ['no documents', { documents: [] }, 'no-text'],
    ['empty documents', { documents: ['', ''] }, 'no-text'],
  ])('refuses %s', async (_, options, code) => {
    await expectNoTensorLeak(() => expect(collect(options)).rejects.toMatchObject({ code }));
  });

  it('names the layer whose keys are not numbers, at once', async () => {
    const poison: TapAt = {
      site: 'mlpKey',
      block: 1,
      tap: (value) => tf.mul<tf.Tensor3D>(value, Number.NaN),
    };
    const poisoned = withForward(model, (hidden, options) =>
      model.forward(hidden, { ...options, taps: [poison, ...(options.taps ?? [])] }),
    );
    let batches = 0;
    await expectNoTensorLeak(() =>
      expect(collect({ model: poisoned, onProgress: () => batches++ })).rejects.toMatchObject({
        code: 'statistics-not-finite',
        data: { layer: 1 },
      }),
    );
    expect(batches).toBe(0);
  });

  it('has no second moment of other layers', async () => {
    const moments = await collect({ layers: [1] });
    expect(() => moments.secondMoment(0)).toThrow(expect.objectContaining({ code: 'statistics-missing' }));
  });
});
