import { type AxisLike, quantity } from './axis.js';
import { isNumber, requirePositive, requireValues } from './check-numbers.js';
import { ACROSS, draw } from './draw.js';
import { type NamedSeries, seriesLook } from './series-look.js';

/** x, y, and the interval of y where known. A y of `null` or NaN is a gap in the line. */
export type LinePoint = readonly [x: number, y: number | null, low?: number | null, high?: number | null];

/** One line of a plot. */
export interface LineSeries extends NamedSeries {
  readonly points: readonly LinePoint[];
}

/** A line plot: its title, axes and lines. */
export interface LinePlot {
  readonly title: string;
  readonly x: AxisLike;
  readonly y: AxisLike;
  readonly series: readonly LineSeries[];
  readonly logX?: boolean;
  readonly logY?: boolean;
}

const HEIGHT = 260;

/**
 * Lines with points, and a band around each line whose points have intervals. Lines differ in colour, dash and
 * shape.
 *
 * @returns SVG, drawn alike everywhere
 * @throws {ReportError} `plot-empty`; `plot-not-positive` for 0 or less on a logarithmic axis
 */
export async function linePlot({ title, x, y, series, logX, logY }: LinePlot): Promise<string> {
  const points = series.flatMap((line) => line.points);
  requireValues(
    title,
    points.map(([, value]) => value),
  );
  if (logX)
    requirePositive(
      title,
      'x',
      points.map(([at]) => at),
    );
  if (logY)
    requirePositive(
      title,
      'y',
      points.flatMap(([, ...values]) => values),
    );
  const { names, legend, color, dash, shape } = seriesLook(series);
  const values = series.flatMap((line, s) =>
    line.points.map(([at, value, low, high]) => ({
      series: names[s]!,
      x: at,
      y: isNumber(value) ? value : null,
      low: isNumber(low) ? low : null,
      high: isNumber(high) ? high : null,
    })),
  );
  const encoding = {
    x: {
      field: 'x',
      ...quantity(
        x,
        points.map(([at]) => at),
        { length: ACROSS, log: logX },
      ),
    },
    y: {
      field: 'y',
      ...quantity(
        y,
        points.flatMap(([, ...all]) => all),
        { length: HEIGHT, log: logY },
      ),
    },
    color: { field: 'series', type: 'nominal', scale: color, sort: null, legend },
  };
  const banded = values.filter(({ low, high }) => low !== null && high !== null);
  return draw(title, {
    height: HEIGHT,
    data: { values },
    layer: [
      ...(banded.length > 0
        ? [
            {
              data: { values: banded },
              mark: { type: 'area', opacity: 0.14 },
              encoding: { ...encoding, y: { ...encoding.y, field: 'low' }, y2: { field: 'high' } },
            },
          ]
        : []),
      {
        mark: { type: 'line', strokeWidth: 2, invalid: 'break-paths-filter-domains' },
        encoding: {
          ...encoding,
          strokeDash: { field: 'series', type: 'nominal', scale: dash, sort: null, legend },
        },
      },
      {
        transform: [{ filter: 'isValid(datum.y)' }],
        mark: { type: 'point', filled: true, size: 34, opacity: 1 },
        encoding: {
          ...encoding,
          shape: { field: 'series', type: 'nominal', scale: shape, sort: null, legend },
        },
      },
    ],
  });
}
