import { Markup } from './html.js';
import { ReportError } from './report-error.js';

const ELEMENTS = new Set(
  'svg g path line rect circle ellipse polyline polygon text tspan title desc style defs'.split(' '),
);

const TAG = /<(\/?)([^\s/>]*)((?:[^"'<>]|"[^"<]*"|'[^'<]*')*)>/g;
const ATTRIBUTE = /\s+([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** What fetches in CSS, also behind escapes, which no drawing needs. */
const FETCHES = /url\s*\(|@import|image-set|\\/i;

/**
 * An SVG drawing as markup, if it is nothing but shapes and text: known elements, no handlers, no links,
 * nothing fetched. It is checked, never repaired.
 *
 * @throws {ReportError} `svg-not-plain`
 */
export function plainSvg(svg: string): Markup {
  const text = svg.trim();
  const rest = text.replace(TAG, (_, closing: string, name: string, attributes: string) => {
    if (!ELEMENTS.has(name)) refuse(`<${name}>`);
    const left = attributes.replace(ATTRIBUTE, (_whole, key: string, double?: string, single?: string) => {
      const value = double ?? single ?? '';
      if (/^on|href$|^src$/i.test(key) || FETCHES.test(value)) refuse(`${key}="${value}"`);
      return '';
    });
    if (!/^\s*\/?\s*$/.test(left) || (closing && attributes.trim()))
      refuse(`<${closing}${name}${attributes}>`);
    return '';
  });
  if (!/^<svg[\s>]/.test(text) || !text.endsWith('</svg>')) refuse('no <svg> element around everything');
  if (rest.includes('<')) refuse('a tag that does not end');
  for (const [, css] of text.matchAll(/<style[^>]*>([^<]*)/g))
    if (FETCHES.test(css!)) refuse('a style that fetches');
  return new Markup(text);
}

function refuse(what: string): never {
  throw new ReportError({
    code: 'svg-not-plain',
    message: `A plot holds something other than shapes and text: ${what.slice(0, 80)}.`,
    hint: 'Give an SVG without scripts, handlers, links or foreign content, such as the plots of @alphaedit/report.',
  });
}
