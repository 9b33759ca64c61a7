import { ReportError } from '../report-error.js';
import { type AxisLike, axisTitle, toAxis } from './axis.js';
import { labelRoom } from './bar-plot.js';
import { isNumber, requireValues } from './check-numbers.js';
import { draw, WIDTH } from './draw.js';
import { uniqueNames } from './series-look.js';
import { clip } from './text-fit.js';

/** A heat map: its title, axes and cells. */
export interface HeatMap {
  readonly title: string;
  /** Down the side, first on top, e.g. the tokens of a prompt. */
  readonly rows: readonly string[];
  /** Along the bottom, e.g. block numbers. */
  readonly columns: readonly (string | number)[];
  /** `values[row][column]`; `null` and NaN leave a cell empty. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly x?: string;
  readonly y?: string;
  /** What colour means, and which values have the ends of the scale. */
  readonly value: AxisLike;
  /** A scale with a neutral middle at 0, for values of either sign. */
  readonly diverging?: boolean;
}

const LONGEST_ROW = 20;
const LONGEST_COLUMN = 8;
const TICKS = 5;

/**
 * A grid of colours, with its scale below. Row labels longer than 20 characters are cut with an ellipsis,
 * white space in them is made visible, and column labels are thinned out where they would touch.
 *
 * @returns SVG
 * @throws {ReportError} `plot-shape` for rows of other lengths than the labels, `plot-empty`
 */
export async function heatMap({
  title,
  rows,
  columns,
  values,
  x,
  y,
  value,
  diverging,
}: HeatMap): Promise<string> {
  if (values.length !== rows.length || values.some((row) => row.length !== columns.length)) {
    throw new ReportError({
      code: 'plot-shape',
      message: `The heat map “${title}” has ${rows.length} × ${columns.length} labels and ${values.length} × ${values[0]?.length ?? 0} values.`,
      hint: 'Give one value per row and column label.',
    });
  }
  const all = values.flat().filter(isNumber);
  requireValues(title, all);
  const axis = toAxis(value);
  const down = uniqueNames(rows.map((label) => clip(visible(label), LONGEST_ROW)));
  const across = uniqueNames(columns.map((label) => clip(visible(String(label)), LONGEST_COLUMN)));
  const domain = range(all, axis, diverging);
  const cells = values.flatMap((row, i) =>
    row.flatMap((cell, j) => (isNumber(cell) ? [{ row: down[i]!, column: across[j]!, value: cell }] : [])),
  );
  const height = Math.max(40, rows.length * 20);
  return draw(title, {
    height,
    data: { values: cells },
    mark: { type: 'rect' },
    encoding: {
      x: {
        field: 'column',
        type: 'nominal',
        sort: null,
        scale: { domain: across, padding: 0 },
        axis: {
          title: x === undefined ? null : axisTitle(x, widthBeside(down)),
          labelAngle: 0,
          domain: false,
          ticks: false,
          ...thinned(across, down),
        },
      },
      y: {
        field: 'row',
        type: 'nominal',
        sort: null,
        scale: { domain: down, padding: 0 },
        axis: { title: y === undefined ? null : axisTitle(y, height), ...labelRoom(down) },
      },
      color: {
        field: 'value',
        type: 'quantitative',
        scale: { domain, clamp: true, ...(diverging ? { scheme: 'purpleorange' } : { scheme: 'cividis' }) },
        legend: {
          title: axis.label,
          type: 'symbol',
          symbolType: 'square',
          symbolSize: 160,
          symbolStrokeWidth: 0,
          direction: 'horizontal',
          format: axis.format === 'percent' ? '.0%' : '.2~g',
          values: Array.from(
            { length: TICKS },
            (_, i) => domain[0] + (i / (TICKS - 1)) * (domain[1] - domain[0]),
          ),
        },
      },
    },
  });
}

const widthBeside = (down: readonly string[]) => WIDTH - labelRoom(down).minExtent - 30;

/** Every k-th column label, k being the least for which they do not touch beside row labels of this width. */
function thinned(across: readonly string[], down: readonly string[]) {
  const widest = Math.max(...across.map((label) => [...label].length)) * 8 + 6;
  const every = Math.max(1, Math.ceil((across.length * widest) / widthBeside(down)));
  return { labelOverlap: false, values: across.filter((_, i) => i % every === 0) };
}

/** Tokens carry their spaces: they are shown, also where a token is nothing else. */
const visible = (label: string) => label.replace(/ /g, '·').replace(/\n/g, '↵').replace(/\t/g, '→');

/** Ends of the colour scale, outwards to two figures of the range so that its legend reads well. */
function range(
  values: readonly number[],
  { min, max }: ReturnType<typeof toAxis>,
  diverging = false,
): [number, number] {
  let [least, most] = [min ?? Math.min(...values), max ?? Math.max(...values)];
  if (diverging) [least, most] = [-Math.max(-least, most), Math.max(-least, most)];
  if (!(least < most)) return [least, least + 1];
  const step = 10 ** (Math.floor(Math.log10(most - least)) - 1);
  const outwards = (value: number, round: (x: number) => number) =>
    Number((round(value / step) * step).toPrecision(12));
  return [min ?? outwards(least, Math.floor), max ?? outwards(most, Math.ceil)];
}
