import { type AxisLike, quantity } from './axis.js';
import { isNumber, requireValues } from './check-numbers.js';
import { draw, WIDTH } from './draw.js';
import { seriesLook, uniqueNames } from './series-look.js';
import { clip } from './text-fit.js';

/** One bar, with its interval where known. */
export interface Bar {
  readonly label: string;
  /** Bars of one label stand side by side, one per series. */
  readonly series?: string;
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

/** A bar plot: its title, axis and bars. */
export interface BarPlot {
  readonly title: string;
  /** The quantity bars measure. */
  readonly value: AxisLike;
  readonly bars: readonly Bar[];
}

const LONGEST_LABEL = 22;

/**
 * Bars that lie, so that labels read on a phone, with their intervals as whiskers. Labels and series keep the
 * order they come in.
 *
 * @returns SVG
 * @throws {ReportError} `plot-empty`
 */
export async function barPlot({ title, value, bars }: BarPlot): Promise<string> {
  requireValues(
    title,
    bars.map((bar) => bar.value),
  );
  const labels = [...new Set(bars.map(({ label }) => label))];
  const shown = uniqueNames(labels.map((label) => clip(label, LONGEST_LABEL)));
  const groups = [...new Set(bars.map(({ series }) => series ?? ''))];
  const { names, legend, color } = seriesLook(groups.map((name) => ({ name })));
  const values = bars
    .filter((bar) => isNumber(bar.value))
    .map(({ label, series, value, low, high }) => ({
      label: shown[labels.indexOf(label)]!,
      series: names[groups.indexOf(series ?? '')]!,
      value,
      low: isNumber(low) ? low : null,
      high: isNumber(high) ? high : null,
    }));
  const thickness = groups.length > 1 ? 12 : 18;
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    scale: { domain: shown, paddingInner: groups.length > 1 ? 0.25 : 0.35 },
    axis: { title: null, ...labelRoom(shown) },
  };
  const yOffset =
    groups.length > 1 ? { yOffset: { field: 'series', type: 'nominal', scale: { domain: names } } } : {};
  const { scale, ...along } = quantity(
    value,
    bars.flatMap((bar) => [bar.value, bar.low, bar.high]),
    { length: WIDTH - labelRoom(shown).minExtent - 30 },
  );
  // Labels under their ticks, also at the ends: shifted inwards they would hide one another.
  const x = { ...along, axis: { ...along.axis, labelFlush: false }, scale: { ...scale, zero: true } };
  return draw(title, {
    height: Math.max(60, labels.length * (groups.length * thickness + 10)),
    data: { values },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          y,
          ...yOffset,
          x: { ...x, field: 'value' },
          color: { field: 'series', type: 'nominal', scale: color, sort: null, legend },
        },
      },
      {
        transform: [{ filter: 'isValid(datum.low) && isValid(datum.high)' }],
        mark: { type: 'rule', color: 'currentColor', strokeWidth: 1.5 },
        encoding: { y, ...yOffset, x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
    ],
  });
}

/** Room for labels as wide as they are drawn; Vega's guess without a canvas leaves a third too much. */
export function labelRoom(labels: readonly string[]) {
  const width = Math.max(...labels.map((label) => [...label].length)) * 7 + 8;
  return { minExtent: width, maxExtent: width, ticks: false, labelPadding: 6, domain: false };
}
