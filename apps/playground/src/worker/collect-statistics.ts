import { collectSecondMoments, inMemoryStatistics } from '@alphaedit/covariance';
import {
  type EditSettings,
  type LinearAlgebra,
  type ModelPort,
  nullSpaceThreshold,
  type Statistics,
  throwIfAborted,
  type Work,
} from '@alphaedit/spec';

/** Tokens summed for each component of a key. */
const TOKENS_PER_COMPONENT = 6;
/** Cells of one forward pass: short enough for the page to be answered in between. */
const BATCH_TOKENS = 1024;

export interface Collected {
  readonly statistics: Statistics;
  readonly tokens: number;
}

/**
 * C₀ of the layers to edit over a part of the corpus. A full corpus gives better figures; this budget is what a
 * visitor can wait for, and enough for C₀ to have full rank.
 */
export async function collectStatistics(
  model: ModelPort,
  documents: AsyncIterable<string>,
  layers: readonly number[],
  linalg: LinearAlgebra,
  work: Work,
): Promise<Collected> {
  const moments = await collectSecondMoments({
    ...work,
    model,
    documents,
    layers,
    tokens: TOKENS_PER_COMPONENT * model.info.keySize,
    batchTokens: Math.min(BATCH_TOKENS, 8 * model.info.contextLength),
  });
  return { statistics: inMemoryStatistics(moments, linalg), tokens: moments.origin.tokens };
}

/** Makes the projectors an edit with these settings will ask for; they are kept with the statistics. */
export async function makeProjectors(
  statistics: Statistics,
  settings: EditSettings,
  { signal, onProgress }: Work,
): Promise<void> {
  const { layers } = settings;
  for (const [i, layer] of layers.entries()) {
    throwIfAborted(signal, 'finding the null space');
    onProgress?.({ stage: 'null space', done: i, total: layers.length, unit: 'layers' });
    await statistics.projector(layer, nullSpaceThreshold(settings));
  }
}
