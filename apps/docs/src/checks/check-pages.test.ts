import { afterEach, describe, expect, it } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { checkPages } from './check-pages.js';

let dispose = () => {};
afterEach(() => dispose());

function problems(body: string, files: Readonly<Record<string, string>> = {}): string[] {
  const tree = temporaryTree({
    'index.html': `<html><body>${body}</body></html>`,
    'guide/a.html': '<html><body><h2 id="here">Here</h2><a href="../index.html">up</a></body></html>',
    'guide/index.html': '<html></html>',
    ...files,
  });
  dispose = tree.dispose;
  return checkPages(tree.root, '/docs/');
}

describe('checkPages', () => {
  it('is content with pages, folders, places and other sites', () => {
    const links = [
      '/docs/guide/a.html#here',
      '/docs/guide/',
      'guide/a',
      '#',
      'https://arxiv.org/abs/2410.02355',
    ];
    expect(problems(links.map((href) => `<a href="${href}">x</a>`).join(''))).toEqual([]);
  });

  it('finds a page that does not exist', () => {
    expect(problems('<a href="/docs/guide/b.html">x</a>')).toEqual([
      'index.html links to /docs/guide/b.html, which does not exist.',
    ]);
  });

  it('finds a link that forgets the base', () => {
    expect(problems('<a href="/guide/a.html">x</a>')).toHaveLength(1);
  });

  it('finds a place that does not exist', () => {
    expect(problems('<a href="/docs/guide/a.html#there">x</a>')).toEqual([
      'index.html links to /docs/guide/a.html#there, and that page has no such place.',
    ]);
  });

  it('finds what would be loaded from another host', () => {
    expect(problems('<script src="https://cdn.example/x.js"></script>')).toEqual([
      'index.html loads https://cdn.example/x.js from another host.',
    ]);
    dispose();
    expect(problems('', { 'a.css': '@font-face{src:url(//fonts.example/a.woff2)}' })).toHaveLength(1);
  });
});
