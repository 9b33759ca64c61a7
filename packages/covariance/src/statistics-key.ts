import { hashJson } from './hash-json.js';
import type { MomentOrigin } from './second-moments.js';

/** Number format second moments are stored in. */
export type StatisticsPrecision = 'float64' | 'float32';

/**
 * Key of one stored second moment: SHA-256, hex, over every input it depends on. Two runs share a key
 * exactly when they would store the same matrix (up to the rounding of the engine).
 */
export function statisticsKey(origin: MomentOrigin, layer: number, precision: StatisticsPrecision): string {
  return hashJson(['second-moment', ...fieldsOf(origin), layer, precision]);
}

/**
 * Key of a collection, the second moments of any number of layers of one model over one text: SHA-256, hex,
 * over every input they share.
 */
export function collectionKey(origin: MomentOrigin, precision: StatisticsPrecision): string {
  return hashJson(['collection', ...fieldsOf(origin), precision]);
}

function fieldsOf(origin: MomentOrigin): readonly (string | number | null)[] {
  return [
    origin.arithmetic,
    origin.modelHash,
    origin.textDigest,
    origin.tokenDigest,
    origin.documents,
    origin.tokens,
    origin.tokenBudget ?? null,
    origin.contextLength,
  ];
}
