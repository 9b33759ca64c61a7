import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { productSources } from '../site/product-sources.js';
import { classesByCode, errorSection } from './error-section.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const codes = new Map([['no-x', ['FactError', 'DatasetError']]]);
const notes = [
  '## Symptom\n\n```text\nFact ⟨id⟩ has no <x> {{here}}.\n```',
  '## Cause\n\nNobody gave it.',
  '## Fix\n\nGive it.\n',
].join('\n\n');
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
const source = "throw new FactError({ code: 'no-x', message: `Fact ${id} has no\n <x> {{here}}.` });";
const sources = new Map([['packages/a/src/a.ts', source]]);

const problemsOf = (page: string, text = source) =>
  errorSection(codes, new Map([['no-x', page]]), new Map([['packages/a/src/a.ts', text]])).problems;

describe('errorSection', () => {
  it('makes a page of symptom, cause and fix', () => {
    const { pages, problems } = errorSection(codes, new Map([['no-x', notes]]), sources);
    expect(problems).toEqual([]);
    const page = pages.get('errors/no-x')!;
    expect(page).toContain('`FactError`, `DatasetError`.');
    expect(page).toContain('## Symptom\n\n```text\nFact ⟨id⟩ has no <x> {{here}}.');
    expect(page).toContain('Nobody gave it.');
    expect(pages.get('errors/index')).toContain('has no &lt;x> &#123;&#123;here}}');
  });

  it('finds a code without a page, or with a part of one', () => {
    const problem = 'Error no-x has no page: write Symptom, Cause and Fix in errors/no-x.md.';
    expect(errorSection(codes, new Map(), sources).problems).toEqual([problem]);
    for (const part of ['Symptom', 'Cause', 'Fix']) {
      expect(problemsOf(notes.replace(`## ${part}`, '## Else'))).toEqual([problem]);
    }
  });

  it('finds a page without a code', () => {
    expect(errorSection(new Map(), new Map([['gone', notes]]), sources).problems).toEqual([
      'errors/gone.md is about a code that is not in the list.',
    ]);
  });

  it('finds a code that nothing makes, and a symptom that nothing says', () => {
    expect(problemsOf(notes, source.replace('no-x', 'no-y'))).toEqual([
      'No source makes an error of the code no-x.',
    ]);
    expect(problemsOf(notes, source.replace('has no', 'lacks'))).toEqual([
      'errors/no-x.md: no source says "has no <x> {{here".',
    ]);
  });
});

it('the list of codes, the pages and the sources agree', () => {
  const folder = new URL('../../errors/', import.meta.url);
  const pages = readdirSync(folder).map(
    (file) => [file.replace(/\.md$/, ''), readFileSync(new URL(file, folder), 'utf8')] as const,
  );
  const { problems } = errorSection(classesByCode(), new Map(pages), productSources(root));
  expect(problems).toEqual([]);
});

it('the sources give every warning of the page about warnings', () => {
  const page = readFileSync(new URL('../../content/errors/warnings.md', import.meta.url), 'utf8');
  const warnings = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code!);
  expect(warnings.length).toBeGreaterThan(10);
  const text = [...productSources(root).values()].join('\n');
  expect(warnings.filter((code) => !text.includes(`code: '${code}'`))).toEqual([]);
});
