import { type NullSpaceThreshold, StatisticsError, type Warning } from '@alphaedit/spec';
import { nullDimension, trace } from './null-dimension.js';

/** From this share of directions on P is as good as the identity: what is left is no constraint. */
const NEARLY_ALL = 0.99;

/** What a threshold leaves of the key space of one layer. */
export interface NullSpace {
  /** d: keys are vectors of length d. */
  readonly dimension: number;
  /** d₀, the rank of P: directions an edit may write in. */
  readonly nullDimension: number;
  /** Share of the trace of C₀ in the directions that are preserved. */
  readonly preservedTrace: number;
  readonly warnings: readonly Warning[];
}

/**
 * The null space that a threshold makes of the eigenvalues of C₀, without its basis.
 *
 * Warns with `null-space-is-everything` when d₀ / d ≥ 0.99 (P ≈ I: hardly a direction is preserved) and with
 * `null-space-is-nearly-empty` when d₀ / d ≤ 0.01 (P ≈ 0: hardly a direction is left to edit in). Both carry
 * the figures of the spectrum, with the share of the trace that is preserved.
 *
 * @param values eigenvalues, ascending
 * @param layer named in messages
 * @throws {StatisticsError} `empty-null-space` when d₀ = 0
 * @throws {SettingsError} `threshold-out-of-range`
 */
export function nullSpace(values: Float64Array, threshold: NullSpaceThreshold, layer?: number): NullSpace {
  const d0 = nullDimension(values, threshold);
  const whole = trace(values);
  return judged({
    layer,
    threshold,
    dimension: values.length,
    nullDimension: d0,
    largest: values.at(-1),
    smallest: values[0],
    trace: whole,
    preservedTrace: trace(values.subarray(d0)) / whole,
  });
}

/**
 * The same where only the eigenvalues that are preserved are known.
 *
 * @param preserved all of at least `threshold`, ascending
 * @param c0 the whole matrix's size and trace
 */
export function nullSpaceBeside(
  preserved: Float64Array,
  c0: { readonly dimension: number; readonly trace: number },
  threshold: NullSpaceThreshold,
  layer?: number,
): NullSpace {
  return judged({
    layer,
    threshold,
    ...c0,
    nullDimension: c0.dimension - preserved.length,
    largest: preserved.at(-1),
    smallest: undefined,
    preservedTrace: trace(preserved) / c0.trace,
  });
}

function judged(figures: Figures): NullSpace {
  const { dimension, nullDimension: left, preservedTrace } = figures;
  if (left === 0) throw emptyNullSpace(figures);
  return { dimension, nullDimension: left, preservedTrace, warnings: thresholdWarnings(figures) };
}

interface Figures extends Omit<NullSpace, 'warnings'> {
  readonly layer: number | undefined;
  readonly threshold: NullSpaceThreshold;
  readonly largest: number | undefined;
  readonly smallest: number | undefined;
  readonly trace: number;
}

function thresholdWarnings(figures: Figures): Warning[] {
  const { dimension, nullDimension, preservedTrace } = figures;
  const preserved = `${dimension - nullDimension} of ${dimension} directions (${percent(preservedTrace)} of the trace)`;
  const where = `${at(figures)}${spectrumOf(figures)}`;
  if (nullDimension >= NEARLY_ALL * dimension) {
    return [
      {
        code: 'null-space-is-everything',
        message: `${where}: the threshold preserves only ${preserved}, so the null space hardly constrains the edit.`,
        data: { ...figures },
      },
    ];
  }
  if (nullDimension <= (1 - NEARLY_ALL) * dimension) {
    return [
      {
        code: 'null-space-is-nearly-empty',
        message: `${where}: the threshold preserves ${preserved}, which leaves hardly any to edit in.`,
        data: { ...figures },
      },
    ];
  }
  return [];
}

function emptyNullSpace(figures: Figures): StatisticsError {
  const { kind, value } = figures.threshold;
  const hint =
    kind === 'absolute'
      ? 'Set `nullSpaceThreshold` above the smallest eigenvalue, or `nullSpaceKeepTrace` to the share of the trace to preserve, e.g. 0.95.'
      : 'Preserve a smaller share of the trace: set `nullSpaceKeepTrace` lower, e.g. to 0.9.';
  return new StatisticsError({
    code: 'empty-null-space',
    message: `${at(figures)}${spectrumOf(figures)}: no direction falls under the ${kind} threshold ${value}, so an edit would do nothing.`,
    hint,
    data: { ...figures },
  });
}

function at({ layer }: Figures): string {
  return layer === undefined ? 'The second moment' : `Layer ${layer}`;
}

function spectrumOf({ smallest, largest }: Figures): string {
  if (smallest === undefined) {
    return largest === undefined ? '' : ` (largest eigenvalue ${largest.toPrecision(3)})`;
  }
  return ` (eigenvalues ${smallest.toPrecision(3)} to ${largest?.toPrecision(3)})`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
