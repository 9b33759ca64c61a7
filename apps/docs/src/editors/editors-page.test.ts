import { editors } from '@alphaedit/editors';
import { describe, expect, it } from 'vitest';
import { sourceProgramOf } from '../../test/source-program.js';
import { editorsPage } from './editors-page.js';

const registry = (entry: (id: string) => string) =>
  sourceProgramOf(
    '/repo/packages/editors/src/registry.ts',
    `/** Does it. */
const make = () => ({});
export const editors = { ${Object.keys(editors).map(entry).join(', ')} };
export const combinators = { nullspace: make, blue: make };
`,
  );

describe('editorsPage', () => {
  it('has every editor of the registry, with the comment of what makes it', () => {
    const page = editorsPage(registry((id) => `'${id}': make`));
    for (const id of Object.keys(editors)) expect(page).toContain(`## ${id}\n\nDoes it.`);
    expect(page).toContain('### +nullspace');
    expect(page).toContain('| [`alphaedit`](#alphaedit) | projector P | yes | yes |');
  });

  it('links the page an editor has of its own', () => {
    const page = editorsPage(
      registry((id) => `'${id}': make`),
      ['memit-seq'],
    );
    expect(page).toContain('[More about `memit-seq`](./editors/memit-seq)');
    expect(page).not.toContain('More about `memit`');
  });

  it('reads the comment of a function that an entry calls', () => {
    expect(editorsPage(registry((id) => `'${id}': () => make()`))).toContain('Does it.');
  });

  it('refuses an editor without a comment', () => {
    const bare = registry((id) => (id === 'memit' ? 'memit: undefined' : `'${id}': make`));
    expect(() => editorsPage(bare)).toThrow('The editor or combinator memit has no doc comment.');
  });
});
