import { describe, expect, it } from 'vitest';
import type { CodeSite } from './collect-codes.js';
import { errorSection } from './error-section.js';

const site: CodeSite = {
  code: 'no-x',
  type: 'error',
  className: 'FactError',
  messages: ['Fact ⟨id⟩ has no <x>.'],
  hints: ['Give {{x}}.'],
  kinds: ['work'],
  file: 'packages/a/src/a.ts',
};
const notes = '## Cause\n\nNobody gave it.\n\n## Fix\n\nGive it.\n';

describe('errorSection', () => {
  it('makes a page of symptom, cause and fix', () => {
    const { pages, problems } = errorSection({ sites: [site], untold: [] }, new Map([['no-x', notes]]));
    expect(problems).toEqual([]);
    const page = pages.get('errors/no-x')!;
    expect(page).toContain('`FactError`, exit code 1.');
    expect(page).toContain('## Symptom\n\n```text\nFact ⟨id⟩ has no <x>.');
    expect(page).toContain('Nobody gave it.');
    expect(page).toContain('- Give &#123;&#123;x}}.');
    expect(page).toContain('Made in `packages/a/src/a.ts`.');
    expect(pages.get('errors/index')).toContain('has no &lt;x>');
  });

  it('finds a code without a page, or with half of one', () => {
    const problem = 'Error no-x (packages/a/src/a.ts) has no page: write Cause and Fix in errors/no-x.md.';
    expect(errorSection({ sites: [site], untold: [] }, new Map()).problems).toEqual([problem]);
    const half = new Map([['no-x', '## Cause\n\nNobody.']]);
    expect(errorSection({ sites: [site], untold: [] }, half).problems).toEqual([problem]);
  });

  it('finds a page without a code, and a code that cannot be told', () => {
    const { problems } = errorSection({ sites: [], untold: ['a.ts:3'] }, new Map([['gone', notes]]));
    expect(problems).toEqual([
      'The error code made at a.ts:3 cannot be told from the sources.',
      'errors/gone.md is about a code that nothing makes.',
    ]);
  });
});
