import { undoDelta } from '@alphaedit/editors';
import { EditError, type ModelPort, SettingsError, type Warning, type Work } from '@alphaedit/spec';
import { ownPerplexityRatio, writeOwnText } from '../measure/own-text.js';
import type { EditedBatch } from './edit-in-batches.js';

/** Where a run ends by default: before the perplexity of the model's own text has doubled. */
export const MAX_PERPLEXITY_RATIO = 2;
/** From here on, of the way there on a logarithmic scale, batches carry a warning. */
const WARN_AT = 0.5;

/** How a model stands after a batch. */
export interface BatchHealth {
  /** Perplexity of the model's own text, as a multiple of what it was before the run. */
  readonly perplexityRatio: number;
  readonly warnings: readonly Warning[];
}

/**
 * Watches over a model while it is edited: it writes a text now, and its perplexity is measured after each batch.
 *
 * @param options `maxPerplexityRatio`: `Infinity` watches over nothing
 * @returns what to call with each batch, once its change is in place; nothing where nothing is watched. A batch that
 * would take the ratio beyond the limit is taken back and told by the error `model-collapsing`
 */
export async function watchHealth(
  model: ModelPort,
  options: { readonly maxPerplexityRatio?: number; readonly seed?: number } & Work,
): Promise<((batch: EditedBatch) => Promise<BatchHealth>) | undefined> {
  const { maxPerplexityRatio: limit = MAX_PERPLEXITY_RATIO, seed, signal } = options;
  if (!(limit > 1)) throw outOfRange(limit);
  if (limit === Number.POSITIVE_INFINITY) return undefined;
  const own = await writeOwnText(model, { seed, signal });
  return async (batch) => {
    const perplexityRatio = await ownPerplexityRatio(model, own, { signal });
    if (perplexityRatio <= limit) {
      const warnings = perplexityRatio > limit ** WARN_AT ? [declining(batch, perplexityRatio, limit)] : [];
      return { perplexityRatio, warnings };
    }
    if (batch.applied) await undoDelta(model, batch.applied);
    throw collapsing(batch, perplexityRatio, limit);
  };
}

const outOfRange = (limit: number) =>
  new SettingsError({
    code: 'setting-out-of-range',
    message: `maxPerplexityRatio is ${limit}; it must be above 1.`,
    hint: 'Give a number above 1, or Infinity to watch over nothing.',
    data: { maxPerplexityRatio: limit },
  });

const times = (ratio: number) => (ratio < 1e6 ? Number(ratio.toPrecision(3)) : Number.POSITIVE_INFINITY);

const declining = ({ batch }: EditedBatch, ratio: number, limit: number): Warning => ({
  code: 'model-declining',
  message: `After batch ${batch} the perplexity of the model's own text is ${times(ratio)} times what it was; the edit ends at ${limit}.`,
  data: { batch, perplexityRatio: ratio, maxPerplexityRatio: limit },
});

function collapsing({ batch, from, to }: EditedBatch, ratio: number, limit: number): EditError {
  return new EditError({
    code: 'model-collapsing',
    message: `Batch ${batch} (facts ${from + 1} to ${to}) would make the perplexity of the model's own text ${times(ratio)} times what it was; the limit is ${limit}.`,
    hint: 'The batches before it are kept. Edit fewer facts, in smaller batches, or with the null-space constraint (`editor=memit+nullspace`); `maxPerplexityRatio=Infinity` goes on in spite of it.',
    kind: 'work',
    data: { batch, facts: { from, to }, perplexityRatio: ratio, maxPerplexityRatio: limit },
  });
}
