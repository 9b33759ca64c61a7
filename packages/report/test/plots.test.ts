import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { barPlot, heatMap, linePlot, scatterPlot } from '../src/index.js';
import { plainSvg } from '../src/plain-svg.js';
import { HOSTILE } from './sample-report.js';

const names = ['alphaedit', 'memit+nullspace', HOSTILE];
const line = (extra = {}) =>
  linePlot({
    title: HOSTILE,
    x: HOSTILE,
    y: { label: 'y', format: 'percent' },
    series: names.map((name, i) => ({
      name,
      points: [
        [1, 0.1 * i + 0.1, 0.05, 0.9],
        [2, null],
        [3, Number.NaN],
        [4, 0.4],
      ],
    })),
    ...extra,
  });
const bars = () =>
  barPlot({
    title: 'bars',
    value: 'v',
    bars: names.flatMap((label, i) =>
      names.map((series) => ({ label, series, value: i - 1, low: i - 2, high: i })),
    ),
  });
const heat = () =>
  heatMap({
    title: 'heat',
    rows: names,
    columns: [0, 1],
    values: [
      [0, 1],
      [null, 2],
      [3, -1],
    ],
    value: HOSTILE,
  });
const scatter = () =>
  scatterPlot({
    title: 'points',
    x: 'a',
    y: 'b',
    groups: names.map((name, i) => ({
      name,
      points: [
        [i, i],
        [0, Number.NaN],
      ],
    })),
  });

const count = (svg: string, kind: string) =>
  [...svg.matchAll(new RegExp(`class="mark-${kind} role-mark[^"]*"[^>]*>(.*?)</g>`, 'gs'))].flatMap(
    ([, inner]) => [...inner!.matchAll(/<path/g)],
  ).length;

describe.each(Object.entries({ line, bars, heat, scatter }))('%s', (kind, make) => {
  let svg: string;
  beforeAll(async () => {
    svg = await make();
  });

  it('is well-formed and nothing but shapes and text', () => {
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(plainSvg(svg).text).toBe(svg);
  });

  it('scales with the page and keeps its own width', () => {
    const root = new XMLParser({ ignoreAttributes: false }).parse(svg).svg;
    expect(root['@_width']).toBe('100%');
    expect(root['@_height']).toBeUndefined();
    const [, , width, height] = root['@_viewBox'].split(' ').map(Number);
    expect(width).toBe(460);
    expect(height).toBeGreaterThan(100);
    expect(root['@_role']).toBe('img');
    expect(root['@_aria-label']).toBeTruthy();
  });

  it('names every series or row, the hostile one as text', () => {
    const text = kind === 'line' || kind === 'scatter' ? names : names.map((name) => name.slice(0, 15));
    for (const name of text) expect(shownText(svg).replace(/·/g, ' ')).toContain(name);
    expect(svg).not.toContain('<script');
  });

  it('has ink that follows the page', () => {
    const colors = new Set([...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, color]) => color));
    expect(colors).not.toContain('black');
    expect(colors).not.toContain('#000');
    expect(colors).toContain('currentColor');
  });

  it('is the same bytes each time', async () => {
    expect(await make()).toBe(svg);
  });
});

it('draws one mark for each value there is', async () => {
  expect(count(await bars(), 'rect')).toBe(9);
  expect(count(await heat(), 'rect')).toBe(5);
  expect(count(await scatter(), 'symbol')).toBe(3);
  expect(count(await line(), 'symbol')).toBe(6);
});

it('puts intervals in', async () => {
  expect(count(await line(), 'area')).toBe(3);
  const [without] = await Promise.all([
    linePlot({
      title: 't',
      x: 'x',
      y: 'y',
      series: [
        {
          name: 's',
          points: [
            [0, 1],
            [1, 2],
          ],
        },
      ],
    }),
  ]);
  expect(count(without, 'area')).toBe(0);
});

it('draws logarithmic axes', async () => {
  const series = [
    {
      name: 's',
      points: [
        [1, 1],
        [10, 100],
        [100, 10000],
      ] as [number, number][],
    },
  ];
  const svg = await linePlot({ title: 't', x: 'x', y: 'y', series, logX: true, logY: true });
  // A straight line in these axes: the middle point lies halfway.
  const points = [
    ...svg.matchAll(/<path transform="translate\(([\d.]+),([\d.]+)\)" d="M[^"]*" (?:fill|stroke)="#/g),
  ].map(([, x, y]) => [Number(x), Number(y)]);
  expect(points).toHaveLength(3);
  expect(points[1]![0]).toBeCloseTo((points[0]![0]! + points[2]![0]!) / 2, 3);
  expect(points[1]![1]).toBeCloseTo((points[0]![1]! + points[2]![1]!) / 2, 3);
});

it('keeps data beyond the ends of an axis in view', async () => {
  const svg = await barPlot({
    title: 't',
    value: { label: 'v', min: 0, max: 1 },
    bars: [{ label: 'a', value: 7 }],
  });
  expect(shownText(svg)).toMatch(/[67]/);
});

it('says what it cannot draw', async () => {
  const code = (code: string) => expect.objectContaining({ code });
  await expect(line({ logX: true, series: [{ name: 's', points: [[0, 1]] }] })).rejects.toThrow(
    code('plot-not-positive'),
  );
  await expect(line({ series: [] })).rejects.toThrow(code('plot-empty'));
  await expect(
    heatMap({ title: 't', rows: ['a'], columns: [1, 2], values: [[1]], value: 'v' }),
  ).rejects.toThrow(code('plot-shape'));
  await expect(
    heatMap({ title: 't', rows: ['a'], columns: [1], values: [[null]], value: 'v' }),
  ).rejects.toThrow(code('plot-empty'));
});

/** All text elements of a drawing, decoded, one after another. */
function shownText(svg: string): string {
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]*)/g)]
    .map(([, text]) =>
      text!
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&'),
    )
    .join('\n');
}
