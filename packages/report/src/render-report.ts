import { html, type Markup, Markup as Raw } from './html.js';
import { renderBlock } from './render-block.js';
import { renderProvenance } from './render-provenance.js';
import type { ReportDocument, Section } from './report-document.js';
import { STYLESHEET } from './stylesheet.js';

/**
 * A report as one HTML file: no script, no network (its own policy forbids both), no font but the reader's.
 * It reads on a phone, prints, follows light and dark, and every text in it is escaped. The same document
 * gives the same bytes.
 *
 * @throws {ReportError} `svg-not-plain`, `table-row-length`
 */
export function renderReport({ title, summary, provenance, sections }: ReportDocument): string {
  const named = sections.map((section, i) => ({ section, id: `section-${i + 1}` }));
  const navigation =
    sections.length > 2 &&
    html`<nav aria-label="Sections"><ul>${named.map(
      ({ section, id }) => html`<li><a href="#${id}">${section.title}</a></li>`,
    )}<li><a href="#provenance">How this was made</a></li></ul></nav>\n`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Raw(STYLESHEET)}</style>
</head>
<body>
<main>
<header><h1>${title}</h1>
${paragraphs(summary)}${navigation}</header>
${named.map(({ section, id }) => renderSection(section, id))}${renderProvenance(provenance)}
</main>
</body>
</html>
`.text;
}

function renderSection({ title, text, blocks }: Section, id: string): Markup {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${paragraphs(text)}${blocks.map((block, i) => renderBlock(block, `${id}-${i + 1}`))}</section>\n`;
}

function paragraphs(text: string | readonly string[] | undefined): Markup[] {
  const list = text === undefined ? [] : typeof text === 'string' ? [text] : text;
  return list.map((paragraph) => html`<p>${paragraph}</p>\n`);
}
