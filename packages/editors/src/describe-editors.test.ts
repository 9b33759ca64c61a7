import { describe, expect, it } from 'vitest';
import { boundaryLayers, describeEditor, describeEditors, editors, memit } from './index.js';

describe('describeEditors', () => {
  it('has a line and a description of every editor, and says with what it combines', () => {
    const { editors: described, combinators } = describeEditors();
    expect(described.map(({ id }) => id)).toEqual(editors.map(({ id }) => id));
    for (const { id, title, description, combinesWith } of described) {
      expect(title).not.toBe(id);
      expect(title).not.toContain('\n');
      expect(description).toMatch(/\.$/);
      expect(combinators).toEqual(expect.arrayContaining([...combinesWith]));
    }
    const of = (id: string) => described.find((editor) => editor.id === id)!.combinesWith;
    expect(of('memit')).toEqual(['nullspace', 'blue']);
    expect(of('alphaedit')).toEqual(['blue']);
    expect(of('ft')).toEqual(['nullspace']);
  });

  it('describes a combination with the settings that are left', () => {
    const [editor] = describeEditors('rect+nullspace').editors;
    expect(editor).toMatchObject({
      id: 'rect+nullspace',
      title: expect.stringMatching(/^RECT: .* kept, in the null space of what is preserved$/),
      requires: ['projector'],
      settings: { share: { default: 0.4, range: 'a number > 0 and ≤ 1' } },
    });
    expect(() => describeEditors('magic')).toThrowError(expect.objectContaining({ code: 'unknown-editor' }));
  });
});

describe('describeEditor', () => {
  it('describes an editor from elsewhere, by its id where it has no title', () => {
    const { title: _, description: __, ...plain } = memit();
    const described = describeEditor({ ...plain, id: 'mine' });
    expect(described).toMatchObject({ id: 'mine', title: 'mine', combinesWith: ['nullspace', 'blue'] });
    expect(described).not.toHaveProperty('description');
    expect(boundaryLayers({ ...plain, id: 'mine' }).title).toBe('mine, at the first and the last layer only');
  });
});
