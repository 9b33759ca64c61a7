import type { TopLevelSpec } from 'vega-lite';
import { escapeText } from '../html.js';
import { wrap } from './text-fit.js';

/** Width of every drawing in its own units: text of 13 is legible at phone width and not too large at desk width. */
export const WIDTH = 460;
export const FONT_SIZE = 13;
/** What axes beside short labels have of it at least. */
export const ACROSS = WIDTH - 80;
const FONT = 'system-ui, sans-serif';
/** Characters that surely fit across a drawing. */
const TITLE_LENGTH = 52;

/** A drawing outside a page has no ink to inherit; `:root` matches it only there. */
const INK =
  'svg:root{color:#1a1d21}@media (prefers-color-scheme:dark){svg:root{color:#e8eaed;background:#14171a}}.mark-rect path{shape-rendering:crispEdges}';

/**
 * Draws a Vega-Lite specification as SVG without a document: `WIDTH` units wide, all ink in `currentColor`, no
 * scripts, no ids, the title wrapped and repeated for screen readers. The same specification gives the same
 * bytes on one machine.
 */
export async function draw(title: string, spec: object): Promise<string> {
  // Loaded when first needed: a page that draws nothing does not pay for it.
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const whole = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: WIDTH,
    padding: 4,
    autosize: { type: 'fit-x', contains: 'padding' },
    background: null,
    title: { text: wrap(title, TITLE_LENGTH), anchor: 'start', frame: 'bounds', offset: 10 },
    ...spec,
    config: CONFIG,
  } as unknown as TopLevelSpec;
  const logger = vega.logger(vega.None);
  const view = new vega.View(vega.parse(compile(whole, { logger }).spec), {
    renderer: 'none',
    logger,
  });
  try {
    return framed(await view.toSVG(), title);
  } finally {
    view.finalize();
  }
}

function framed(svg: string, title: string): string {
  const [, viewBox] = /viewBox="([^"]*)"/.exec(svg)!;
  const inner = unnamed(svg.slice(svg.indexOf('>') + 1));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" width="100%" role="img" aria-label="${escapeText(title)}"><title>${escapeText(title)}</title><style>${INK}</style>${inner}`;
}

/**
 * Without the roles and names that Vega gives every group of marks, most of them a role without a name: the drawing
 * is one picture with one name, and what it shows is written beside it.
 */
const unnamed = (svg: string) =>
  svg.replace(/<(?:[^"<>]|"[^"]*")*>/g, (tag) => tag.replace(/ (?:role|aria-[a-z]+)="[^"]*"/g, ''));

const text = { labelFont: FONT, titleFont: FONT, labelFontSize: FONT_SIZE - 1, titleFontSize: FONT_SIZE };
const ink = { labelColor: 'currentColor', titleColor: 'currentColor', titleFontWeight: 'normal' };

const CONFIG = {
  aria: false,
  font: FONT,
  view: { stroke: null },
  title: { color: 'currentColor', font: FONT, fontSize: FONT_SIZE + 1, fontWeight: 600 },
  axis: {
    ...text,
    ...ink,
    gridColor: 'currentColor',
    gridOpacity: 0.14,
    domainColor: 'currentColor',
    domainOpacity: 0.5,
    tickColor: 'currentColor',
    tickOpacity: 0.5,
    labelLimit: 0,
    titleLimit: 0,
    titlePadding: 8,
    labelOverlap: 'greedy',
  },
  legend: {
    ...text,
    ...ink,
    orient: 'bottom',
    labelLimit: 0,
    titleLimit: 0,
    symbolStrokeWidth: 2,
    rowPadding: 4,
    offset: 8,
  },
  text: { font: FONT, fontSize: FONT_SIZE - 1, fill: 'currentColor' },
};
