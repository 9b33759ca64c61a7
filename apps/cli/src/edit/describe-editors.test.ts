import { editors } from '@alphaedit/editors';
import { expect, it } from 'vitest';
import { buildProgram } from '../build-program.js';
import { describeEditors } from './describe-editors.js';

it('has a line on every editor, and says with what it combines', () => {
  const { editors: described, combinators } = describeEditors();
  expect(described.map(({ id }) => id)).toEqual(Object.keys(editors));
  for (const { id, title, combinesWith } of described) {
    expect(title).not.toBe(id);
    expect(combinators).toEqual(expect.arrayContaining(combinesWith));
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
    requires: ['projector'],
    settings: { share: { default: 0.4, range: 'a number > 0 and ≤ 1' } },
  });
  expect(() => describeEditors('magic')).toThrowError(expect.objectContaining({ code: 'unknown-editor' }));
});

it('the help of edit names every editor', () => {
  const edit = buildProgram().commands.find((command) => command.name() === 'edit')!;
  for (const id of Object.keys(editors)) expect(edit.helpInformation()).toContain(id);
});
