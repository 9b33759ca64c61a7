import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ReportDocument, renderReport } from '../src/index.js';
import { HOSTILE, sampleReport } from './sample-report.js';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

let report: ReportDocument;
let page: string;
let elements: Element[];
beforeAll(async () => {
  report = await sampleReport();
  page = renderReport(report);
  elements = all(parse(page, { onParseError: ({ code }) => problems.push(code) }));
});
const problems: string[] = [];

describe('renderReport', () => {
  it('is valid HTML', () => {
    expect(problems).toEqual([]);
  });

  it('has no script, no handler and nothing from elsewhere', () => {
    expect(elements.map(({ tagName }) => tagName)).not.toContain('script');
    for (const { tagName, attrs } of elements) {
      for (const { name, value } of attrs) {
        expect(name, tagName).not.toMatch(/^on/);
        if (name === 'href') expect(value).toMatch(/^#/);
        expect(['src', 'srcset', 'action'], tagName).not.toContain(name);
      }
    }
    expect(page).not.toMatch(/url\(|@import/);
  });

  it('shows every text of the document, hostile ones literally', () => {
    const shown = texts(parse(page));
    expect(shown.split(HOSTILE).length - 1).toBeGreaterThan(15);
    for (const { title } of report.sections) expect(shown).toContain(title);
    for (const value of Object.values(report.provenance.hashes)) expect(shown).toContain(value);
    expect(shown).toContain(report.provenance.command);
  });

  it('gives a table every row and cell, with headers that name them', () => {
    const table = report.sections[0]!.blocks[1]!;
    if (table.kind !== 'table') throw new Error('the sample has changed');
    const element = elements.find(({ tagName }) => tagName === 'table')!;
    const inside = all(element);
    expect(inside.filter(({ tagName }) => tagName === 'tr')).toHaveLength(table.rows.length + 1);
    expect(inside.filter((th) => attribute(th, 'scope') === 'col')).toHaveLength(table.columns.length);
    expect(inside.filter((th) => attribute(th, 'scope') === 'row')).toHaveLength(table.rows.length);
    expect(inside.filter(({ tagName }) => tagName === 'caption')).toHaveLength(1);
  });

  it('describes every plot and labels every region', () => {
    const ids = elements.map((element) => attribute(element, 'id')).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    for (const element of elements)
      for (const name of ['aria-labelledby', 'aria-describedby']) {
        const id = attribute(element, name);
        if (id !== undefined) expect(ids).toContain(id);
      }
    const described = elements.filter((e) => e.tagName === 'div' && attribute(e, 'role') === 'img');
    expect(described.map((e) => attribute(e, 'aria-label'))).toContain('The effect peaks at block 15.');
    expect(described).toHaveLength(5);
  });

  it('has one first heading and no level left out', () => {
    const levels = elements.flatMap(({ tagName }) => (/^h[1-6]$/.test(tagName) ? [Number(tagName[1])] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [i, level] of levels.slice(1).entries()) expect(level - levels[i]!).toBeLessThanOrEqual(1);
  });

  it('is the same bytes each time', async () => {
    expect(renderReport(await sampleReport())).toBe(page);
  });

  it('refuses a row that does not fit its table, and a drawing that is more than one', () => {
    const of = (block: ReportDocument['sections'][0]['blocks'][0]) => () =>
      renderReport({ ...report, sections: [{ title: 's', blocks: [block] }] });
    const code = (code: string) => expect.objectContaining({ code });
    expect(of({ kind: 'table', caption: 'c', columns: [{ title: 'a' }], rows: [['x', 1]] })).toThrow(
      code('table-row-length'),
    );
    const svg = '<svg><script>1</script></svg>';
    expect(of({ kind: 'plot', caption: 'c', description: 'd', svg })).toThrow(code('svg-not-plain'));
  });
});

function all(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(all) : [];
  return 'tagName' in node ? [node as Element, ...children] : children;
}

function texts(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(texts).join('') : '';
}

const attribute = ({ attrs }: Element, wanted: string) => attrs.find(({ name }) => name === wanted)?.value;
