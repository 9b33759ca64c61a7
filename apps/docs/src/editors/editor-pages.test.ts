import { afterEach, describe, expect, it } from 'vitest';
import { temporaryTree } from '../../test/temporary-tree.js';
import { editorPages } from './editor-pages.js';

let dispose = () => {};
afterEach(() => dispose());

const pagesOf = (files: readonly string[]) => {
  const tree = temporaryTree(
    Object.fromEntries(files.map((file) => [`packages/editors/docs/${file}`, '# x\n'])),
  );
  dispose = tree.dispose;
  return editorPages(tree.root);
};

describe('editorPages', () => {
  it('takes every page that is named for an editor, and no guide', () => {
    expect(pagesOf(['memit-seq.md', 'contributing-an-editor.md', 'alphaedit.md', 'picture.svg'])).toEqual({
      pages: [
        { id: 'alphaedit', path: 'packages/editors/docs/alphaedit.md' },
        { id: 'memit-seq', path: 'packages/editors/docs/memit-seq.md' },
      ],
      problems: [],
    });
  });

  it('objects to a page of an editor that is gone', () => {
    expect(pagesOf(['toString.md'])).toEqual({
      pages: [],
      problems: ['packages/editors/docs/toString.md: there is no editor toString.'],
    });
  });

  it('needs no page at all', () => {
    expect(pagesOf([])).toEqual({ pages: [], problems: [] });
  });
});
