import { isNumber } from './check-numbers.js';
import { FONT_SIZE } from './draw.js';
import { guessedWidth, wrap } from './text-fit.js';

/** A quantity along an axis: its name with its unit, and what of it is shown. */
export interface Axis {
  readonly label: string;
  /** What the axis reaches at least; data beyond it stay in view. */
  readonly min?: number;
  readonly max?: number;
  /** `percent` shows 0.25 as 25 %. */
  readonly format?: 'number' | 'percent';
}

/** An axis, or only its label. */
export type AxisLike = string | Axis;

export const toAxis = (axis: AxisLike): Axis => (typeof axis === 'string' ? { label: axis } : axis);

/**
 * A name of an axis in lines that Vega holds to be no longer than the axis: beside a name that it takes for longer, it
 * leaves room at the end of the axis, under the title.
 */
export const axisTitle = (label: string, length: number) =>
  wrap(label, Math.max(8, Math.floor(length / guessedWidth(1, FONT_SIZE))));

/**
 * Vega-Lite's axis and scale of a quantity. Data beyond `min` and `max` widen it: nothing is cut off.
 *
 * @param length units the axis has on the drawing
 */
export function quantity(
  like: AxisLike,
  values: readonly (number | null | undefined)[],
  { length, log = false }: { readonly length: number; readonly log?: boolean },
) {
  const { label, min, max, format } = toAxis(like);
  const finite = values.filter(isNumber);
  return {
    type: 'quantitative',
    scale: {
      ...(log ? { type: 'log', nice: false } : { zero: false, nice: true }),
      ...(min !== undefined && { domainMin: Math.min(min, ...finite) }),
      ...(max !== undefined && { domainMax: Math.max(max, ...finite) }),
    },
    axis: { title: axisTitle(label, length), tickCount: 6, ...(format === 'percent' && { format: '~%' }) },
  };
}
