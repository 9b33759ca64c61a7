import { combinators, editors } from '@alphaedit/editors';
import { describe, expect, it } from 'vitest';
import { editorsPage } from './editors-page.js';

describe('editorsPage', () => {
  it('has every editor and combinator with its own words', () => {
    const page = editorsPage();
    for (const { id, title } of editors) expect(page).toContain(`## ${id}\n\n${title}\n\n`);
    for (const { id, title } of combinators) expect(page).toContain(`### +${id}\n\n${title}\n\n`);
    expect(page).toContain('| [`alphaedit`](#alphaedit) | projector P | yes | yes |');
  });

  it('links the page an editor has of its own', () => {
    const page = editorsPage(['memit-seq']);
    expect(page).toContain('[More about `memit-seq`](./editors/memit-seq)');
    expect(page).not.toContain('More about `memit`');
  });
});
