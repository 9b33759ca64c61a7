import { html, type Markup } from './html.js';
import { renderBlock } from './render-block.js';
import type { Provenance } from './report-document.js';

/** The last section of every report: what made it. */
export function renderProvenance(made: Provenance): Markup {
  const { command, versions, seeds, hashes, settings = {}, date, machine } = made;
  const list = (title: string, values: Readonly<Record<string, string | number>>, code = false) => {
    const entries = Object.entries(values);
    return (
      entries.length > 0 &&
      html`<h3>${title}</h3><table class="made"><tbody>
${entries.map(
  ([name, value]) =>
    html`<tr><th scope="row">${name}</th><td${code && html` class="hash"`}>${String(value)}</td></tr>\n`,
)}</tbody></table>\n`
    );
  };
  return html`<section aria-labelledby="provenance"><h2 id="provenance">How this was made</h2>
${renderBlock({ kind: 'code', text: command }, 'provenance-command')}<p>${date}${machine !== undefined && ` · ${machine}`}</p>
${list('Settings', settings)}${list('Versions', versions)}${list('Seeds', seeds)}${list('Hashes', hashes, true)}</section>`;
}
