import { afterAll, describe, expect, it } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { type LinkedSources, linkSources, sourcePage } from './source-pages.js';

const { root, dispose } = temporaryTree({
  'packages/a/b.ts': 'const fence = "```";\n',
  'long.json': `[\n${'  12345678,\n'.repeat(20_000)}0]\n`,
});
afterAll(dispose);

describe('links to sources', () => {
  it('lead to a page of the site that shows the file', () => {
    const linked: LinkedSources = new Set();
    expect(linkSources('x', '[b](source:packages/a/b.ts)', root, linked)).toBe(
      '[b](/source/packages/a/b-ts)',
    );
    expect([...linked]).toEqual(['packages/a/b.ts']);
    expect(sourcePage('packages/a/b.ts', root)).toContain('````ts\nconst fence = "```";\n````');
  });

  it('show the beginning of a very long file, in whole lines', () => {
    const page = sourcePage('long.json', root);
    expect(page.length).toBeLessThan(101_000);
    expect(page).toMatch(/\n {2}12345678,\n````/);
    expect(page).toMatch(/The first \d+ lines; all of it is in the repository/);
  });

  it('refuse a file that is gone, and a folder', () => {
    expect(() => linkSources('x', '[c](source:packages/a/c.ts)', root, new Set())).toThrow('does not exist');
    expect(() => linkSources('x', '[a](source:packages/a)', root, new Set())).toThrow('does not exist');
  });
});
