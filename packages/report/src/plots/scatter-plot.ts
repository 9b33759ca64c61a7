import { type AxisLike, quantity } from './axis.js';
import { requireValues } from './check-numbers.js';
import { ACROSS, draw } from './draw.js';
import { type NamedSeries, seriesLook } from './series-look.js';

/** One group of points. */
export interface ScatterGroup extends NamedSeries {
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A scatter plot: its title, axes and groups of points. */
export interface ScatterPlot {
  readonly title: string;
  readonly x: AxisLike;
  readonly y: AxisLike;
  readonly groups: readonly ScatterGroup[];
}

const HEIGHT = 340;
const FEW = 40;

/**
 * Points in the plane, each group in its colour and shape, see-through where they lie on one another. Points
 * that are not finite are left out.
 *
 * @returns SVG
 * @throws {ReportError} `plot-empty`
 */
export async function scatterPlot({ title, x, y, groups }: ScatterPlot): Promise<string> {
  const { names, legend, color, shape } = seriesLook(groups);
  const values = groups.flatMap(({ points }, g) =>
    points.filter((point) => point.every(Number.isFinite)).map(([x, y]) => ({ group: names[g]!, x, y })),
  );
  requireValues(
    title,
    values.map((point) => point.y),
  );
  return draw(title, {
    height: HEIGHT,
    data: { values },
    // Few points stand for themselves, many for their density.
    mark: {
      type: 'point',
      filled: true,
      ...(values.length > FEW ? { size: 22, opacity: 0.55 } : { size: 80, opacity: 0.9 }),
    },
    encoding: {
      x: {
        field: 'x',
        ...quantity(
          x,
          values.map((point) => point.x),
          { length: ACROSS },
        ),
      },
      y: {
        field: 'y',
        ...quantity(
          y,
          values.map((point) => point.y),
          { length: HEIGHT },
        ),
      },
      color: { field: 'group', type: 'nominal', scale: color, sort: null, legend },
      shape: { field: 'group', type: 'nominal', scale: shape, sort: null, legend },
    },
  });
}
