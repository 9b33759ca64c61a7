import { EditError, SettingsError, type Warning } from '@alphaedit/spec';
import type { EditedBatch } from '../edit-in-batches.js';
import type { SaidShare } from './said-share.js';

/** Where an edit ends by default: before the perplexity of the model's own text has doubled. */
export const MAX_PERPLEXITY_RATIO = 2;
/** From here on, of the way there (for perplexity on a logarithmic scale), batches carry a warning. */
const WARN_AT = 0.5;

/** Where an edit ends. */
export interface HealthLimits {
  /** How many times what it was the perplexity of the model's own text may be; 2 by default. */
  readonly maxPerplexityRatio?: number;
  /** ‖W − W₀‖ / ‖W₀‖ that no layer may exceed; no limit by default. */
  readonly maxWeightRatio?: number;
}

/** Measures that limits are held against. */
interface Measured {
  readonly perplexityRatio: number;
  readonly weightRatio: Readonly<Record<string, number>>;
}

/** What is to be said of a batch, and whether it ends the edit. */
export interface Verdict {
  readonly error?: EditError;
  readonly warnings: readonly Warning[];
}

/** The limits in full. @throws {SettingsError} `setting-out-of-range` */
export function healthLimits({
  maxPerplexityRatio = MAX_PERPLEXITY_RATIO,
  maxWeightRatio = Number.POSITIVE_INFINITY,
}: HealthLimits): Required<HealthLimits> {
  if (!(maxPerplexityRatio > 1)) {
    throw outOfRange('maxPerplexityRatio', maxPerplexityRatio, 'above 1', 'to watch over nothing');
  }
  if (!(maxWeightRatio > 0)) throw outOfRange('maxWeightRatio', maxWeightRatio, 'above 0', 'for no limit');
  return { maxPerplexityRatio, maxWeightRatio };
}

const outOfRange = (name: string, value: number, range: string, infinity: string) =>
  new SettingsError({
    code: 'setting-out-of-range',
    message: `${name} is ${value}; it must be ${range}.`,
    hint: `Give a number ${range}, or Infinity ${infinity}.`,
    data: { [name]: value },
  });

/** Holds a batch against the limits. */
export function verdictOn(batch: EditedBatch, found: Measured, limits: Required<HealthLimits>): Verdict {
  const { maxPerplexityRatio: limit, maxWeightRatio } = limits;
  const { perplexityRatio, weightRatio } = found;
  if (!(perplexityRatio <= limit)) return { error: collapsing(batch, perplexityRatio, limit), warnings: [] };
  const [layer, change] = Object.entries(weightRatio).reduce(
    (most, one) => (one[1] <= most[1] ? most : one),
    ['', 0],
  );
  if (!(change <= maxWeightRatio)) {
    return { error: changedTooMuch(batch, { layer, change, limit: maxWeightRatio }), warnings: [] };
  }
  return {
    warnings: [
      ...(perplexityRatio > limit ** WARN_AT ? [declining(batch, perplexityRatio, limit)] : []),
      ...(change > maxWeightRatio * WARN_AT
        ? [weightsChanging(batch, { layer, change, limit: maxWeightRatio })]
        : []),
    ],
  };
}

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

/** A layer, ‖W − W₀‖ / ‖W₀‖ there, and what is allowed. */
interface Change {
  readonly layer: string;
  readonly change: number;
  readonly limit: number;
}

const weightsChanging = ({ batch }: EditedBatch, { layer, change, limit }: Change): Warning => ({
  code: 'weights-changing',
  message: `After batch ${batch} layer ${layer} is changed by ${times(change)} times its size; the edit ends at ${limit}.`,
  data: { batch, layer: Number(layer), weightRatio: change, maxWeightRatio: limit },
});

function changedTooMuch({ batch, from, to }: EditedBatch, { layer, change, limit }: Change): EditError {
  return new EditError({
    code: 'model-collapsing',
    message: `Batch ${batch} (facts ${from + 1} to ${to}) would change layer ${layer} by ${times(change)} times its size; the limit is ${limit}.`,
    hint: 'The batches before it are kept. Edit fewer facts, raise `mom2UpdateWeight` or `L2`, or use the null-space constraint (`editor=memit+nullspace`); a larger `maxWeightRatio` goes on.',
    kind: 'work',
    data: { batch, facts: { from, to }, layer: Number(layer), weightRatio: change, maxWeightRatio: limit },
  });
}

/** Of what was said of the first facts of a run, the part below which they count as forgotten. */
const FORGOTTEN = 0.5;

/**
 * The warning that a run forgets what it edited first; nothing as long as it holds half of what it once did.
 *
 * @param most how many of them were said at most
 */
export function forgettingWarning(
  { batch }: EditedBatch,
  { said, of }: SaidShare,
  most: number,
): Warning | undefined {
  if (said >= FORGOTTEN * most) return undefined;
  return {
    code: 'first-facts-forgotten',
    message: `After batch ${batch} the model says ${said} of the first ${of} facts of the run, of which it said ${most}: later batches overwrite earlier ones. Edit fewer facts, or more of them in one batch.`,
    data: { batch, said, of, most },
  };
}
