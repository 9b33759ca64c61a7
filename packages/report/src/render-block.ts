import { formatCell } from './format-cell.js';
import { html, type Markup } from './html.js';
import { plainSvg } from './plain-svg.js';
import type { Block, Column, FiguresBlock, PlotBlock, TableBlock } from './report-document.js';
import { ReportError } from './report-error.js';

/** One block as markup; `id` is unique in the page. */
export function renderBlock(block: Block, id: string): Markup {
  switch (block.kind) {
    case 'table':
      return renderTable(block, id);
    case 'plot':
      return renderPlot(block, id);
    case 'figures':
      return renderFigures(block);
    case 'text':
      return html`${block.paragraphs.map((text) => html`<p>${text}</p>\n`)}`;
    case 'code':
      return html`<figure><pre tabindex="0"><code>${block.text}</code></pre>${
        block.caption !== undefined && html`<figcaption>${block.caption}</figcaption>`
      }</figure>\n`;
  }
}

function renderTable({ caption, columns, rows }: TableBlock, id: string): Markup {
  const broken = rows.findIndex((row) => row.length !== columns.length);
  if (broken >= 0) {
    throw new ReportError({
      code: 'table-row-length',
      message: `Row ${broken + 1} of the table “${caption}” has ${rows[broken]!.length} cells for ${columns.length} columns.`,
      hint: 'Give every row one cell per column; `null` leaves a cell empty.',
    });
  }
  const classes = columns.map((column, at) =>
    alignment(
      column,
      rows.map((row) => row[at]!),
    ),
  );
  const head = columns.map(({ title, unit }, at) =>
    // A corner without a name heads nothing.
    title === ''
      ? html`<td></td>`
      : html`<th scope="col"${classes[at]}>${title}${unit !== undefined && html` <span class="unit">(${unit})</span>`}</th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr>${row.map((cell, at) =>
        at === 0
          ? html`<th scope="row"${classes[at]}>${formatCell(cell)}</th>`
          : html`<td${classes[at]}>${formatCell(cell)}</td>`,
      )}</tr>\n`,
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}"><table>
<caption id="${id}"><span>${caption}</span></caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>\n`;
}

function alignment({ align }: Column, cells: readonly unknown[]): Markup {
  const numbers = cells.length > 0 && cells.every((cell) => cell === null || typeof cell === 'number');
  const side = align ?? (numbers ? 'right' : 'left');
  return side === 'left' ? html`` : html` class="${side}"`;
}

function renderPlot({ caption, svg, description }: PlotBlock, id: string): Markup {
  // The role is on the wrapper: the description given here is the one that is read out.
  return html`<figure class="plot"><div role="img" aria-label="${description}" aria-describedby="${id}">${plainSvg(svg)}</div>
<figcaption id="${id}">${caption}</figcaption></figure>\n`;
}

function renderFigures({ items }: FiguresBlock): Markup {
  return html`<dl class="figures">${items.map(
    ({ label, value, interval, note }) =>
      html`<div><dt>${label}</dt><dd class="value">${formatCell(value)}</dd>${
        interval !== undefined && html`<dd class="small">${interval}</dd>`
      }${note !== undefined && html`<dd class="small">${note}</dd>`}</div>\n`,
  )}</dl>\n`;
}
