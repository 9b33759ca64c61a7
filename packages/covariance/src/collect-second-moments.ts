import { DatasetError, eventLoopTurn, throwIfAborted, type Warning } from '@alphaedit/spec';
import { checkedOptions } from './checked-options.js';
import type { CollectOptions } from './collect-options.js';
import { collectProgress } from './collect-progress.js';
import type { CollectorState } from './collector-state.js';
import { documentWindows } from './document-windows.js';
import { gramMatrix } from './gram-sum.js';
import { KeySums } from './key-sums.js';
import { assertMomentMemory } from './moment-memory.js';
import { packBatches } from './pack-batches.js';
import { requireLayer } from './require-layer.js';
import { runKeyOf } from './run-key.js';
import { ARITHMETIC, type SecondMoments } from './second-moments.js';

/** How far a run has come: a state without its sums. */
type Place = Omit<CollectorState, 'sums' | 'runKey'>;

/**
 * C₀ = K₀K₀ᵀ / n over a corpus, for every layer asked for: K₀ [d, n] are the inputs of the layer's MLP
 * down-projection at all n tokens of the documents, special tokens included, each document on its own and
 * cut to the context.
 *
 * One forward pass serves all layers and stops at the deepest. Documents of similar length share a batch;
 * padding adds nothing. Products are float32, their sum is not rounded (see `GramSum`).
 *
 * With a `checkpoint` store the sums are saved between batches, now and then and when `signal` fires; the
 * same call goes on from there and ends with the same bits as a run that was never stopped. The store keeps
 * its state until the caller removes it.
 *
 * @example const moments = await collectSecondMoments({ model, documents, layers: [1, 2, 3] })
 * @throws {SettingsError} `layer-out-of-range`, `setting-out-of-range`
 * @throws {DatasetError} `no-text` when the documents hold no token
 * @throws {StatisticsError} `statistics-not-finite`, `checkpoint-of-another-text`
 * @throws {EngineError} `out-of-memory`, before any work
 * @throws {AbortedError}
 * @see [Mathematics, what must stay](/guide/mathematics#what-must-stay)
 */
export async function collectSecondMoments(options: CollectOptions): Promise<SecondMoments> {
  const { model, checkpoint, signal } = options;
  const checked = checkedOptions(options);
  assertMomentMemory(
    model.info.keySize,
    checked.layers.length,
    checked.batchTokens,
    options.memoryLimitBytes,
  );
  const modelHash = await model.contentHash();
  const runKey = runKeyOf(modelHash, checked);
  const saved = await checkpoint?.load();
  const resumed = saved?.runKey === runKey ? saved : undefined;
  const warnings: Warning[] = saved && !resumed ? [CHECKPOINT_IGNORED] : [];

  const progress = collectProgress(options);
  const sums = new KeySums(model, checked.layers, resumed?.sums);
  let savedAt = performance.now();
  const save = async (place: Place) => {
    await checkpoint?.save({ ...place, runKey, sums: await sums.read() });
    savedAt = performance.now();
  };
  try {
    let tokens = resumed?.tokens ?? 0;
    let documents = resumed?.documents ?? 0;
    let toSkip = resumed?.batches ?? 0;
    let digests = { textDigest: '', tokenDigest: '' };
    const windows = documentWindows(options.documents, {
      ...checked,
      tokenizer: model.tokenizer,
      start: resumed,
    });
    for await (const window of windows) {
      const { documentsRead, tokenDigest } = window.before;
      const start: Place = {
        documentsRead,
        tokenDigest,
        documents,
        tokens,
        textDigest: window.textDigest,
        batches: 0,
      };
      const lengths = window.documents.map((ids) => ids.length);
      for (const [index, batch] of packBatches(lengths, checked.batchTokens).entries()) {
        if (index >= toSkip) {
          if (signal?.aborted) await save({ ...start, batches: index });
          throwIfAborted(signal, 'collecting second moments');
          sums.add(batch.map((i) => window.documents[i]!));
          // A model that yields NaN does so at once: say it before hours have passed.
          if (tokens === 0) await sums.read();
          if (performance.now() - savedAt >= 1000 * checked.checkpointSeconds) {
            await save({ ...start, batches: index + 1 });
          }
        }
        tokens += batch.reduce((sum, i) => sum + lengths[i]!, 0);
        documents += batch.length;
        progress(tokens, documents);
        await eventLoopTurn();
      }
      toSkip = 0;
      digests = window;
    }
    if (tokens === 0) throw noText();

    const states = await sums.read();
    const { textDigest, tokenDigest } = digests;
    const { layers, contextLength, tokens: tokenBudget } = checked;
    return {
      origin: {
        modelHash,
        textDigest,
        tokenDigest,
        documents,
        tokens,
        tokenBudget,
        contextLength,
        arithmetic: ARITHMETIC,
      },
      tokenizer: await model.tokenizer.contentHash?.(),
      layers,
      keySize: model.info.keySize,
      secondMoment: (layer) => {
        requireLayer(layers, layer, modelHash);
        return gramMatrix(states.get(layer)!, 1 / tokens);
      },
      warnings,
    };
  } finally {
    sums.dispose();
  }
}

const CHECKPOINT_IGNORED: Warning = {
  code: 'checkpoint-ignored',
  message: 'An interrupted run was found, but of another model or with other options; this one began anew.',
};

function noText(): DatasetError {
  return new DatasetError({
    code: 'no-text',
    message: 'The documents hold no text.',
    hint: 'Give text files with one document per line, or .jsonl files with a "text" field.',
  });
}
